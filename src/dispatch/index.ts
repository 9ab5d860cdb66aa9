export { type DispatchLimits, dispatchLimits } from './limits.ts';
export { failedByData } from './not-composed.ts';
export { createPatternSend, type PatternSendPorts } from './pattern-send.ts';
export type {
  ApplyReports,
  DispatchPorts,
  PrepareDelivery,
  Prepared,
  PreparedMail,
  PrepareMail,
  Reported,
  ReportMail,
} from './ports.ts';
export { type OperatorDecision, rerun, resolve } from './rerun.ts';
export { createRunOnce, type RunOnce, type RunReport } from './run-once.ts';
