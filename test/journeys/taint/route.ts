import type { OrganizationKind } from '../../../contracts/canonical/codes.ts';
import type { ReferralEventRequest } from '../../../contracts/canonical/referral-event.ts';
import type { ClientId } from '../../world/clients.ts';

/** A way through the demo network: from the Comune to one body, which speaks through one client. */
export type Route = {
  readonly frame: {
    readonly kind: string;
    readonly purpose: string;
    readonly service: string;
    readonly recipient?: string;
  };
  readonly recipient: string;
  readonly recipientKind: OrganizationKind;
  readonly client: ClientId;
  /** What evidence the purpose needs, if any. */
  readonly evidence: 'statutory_authorisation' | 'consent' | null;
};

export const initiator = 'comune-borgoverde';

export const routes = {
  cpi: {
    frame: { kind: 'labour_activation', purpose: 'LAV-INV', service: 'patto-di-servizio', recipient: 'cpi-borgoverde' },
    recipient: 'cpi-borgoverde',
    recipientKind: 'cpi',
    client: 'cpi-sil',
    evidence: 'statutory_authorisation',
  },
  asl: {
    frame: {
      kind: 'specialist_health',
      purpose: 'SAN-INV',
      service: 'servizio-dipendenze',
      recipient: 'asl-borgoverde',
    },
    recipient: 'asl-borgoverde',
    recipientKind: 'asl',
    client: 'asl-cup',
    evidence: null,
  },
  school: {
    frame: { kind: 'school', purpose: 'SCU-INV', service: 'frequenza-scolastica', recipient: 'ic-borgoverde' },
    recipient: 'ic-borgoverde',
    recipientKind: 'school',
    client: 'ic-segreteria',
    evidence: null,
  },
  housing: {
    frame: { kind: 'housing', purpose: 'CASA-INV', service: 'alloggio-temporaneo', recipient: 'casa-borgoverde' },
    recipient: 'casa-borgoverde',
    recipientKind: 'housing',
    client: 'casa-sportello',
    evidence: null,
  },
  // Open: it is claimed.
  thirdSector: {
    frame: { kind: 'third_sector', purpose: 'TS-INV', service: 'accompagnamento-sociale' },
    recipient: 'associazione-ilponte',
    recipientKind: 'third_sector',
    client: 'associazione-ilponte',
    evidence: 'consent',
  },
} as const satisfies Record<string, Route>;
export type RouteName = keyof typeof routes;

/** Who says what, in order. */
export type Script = readonly (readonly [side: 'initiator' | 'recipient', type: ReferralEventRequest['type']])[];

/** Between them, every event there is. */
export const scripts = {
  wholeLife: [
    ['recipient', 'acknowledge'],
    ['recipient', 'request_information'],
    ['initiator', 'supply_information'],
    ['recipient', 'hold'],
    ['recipient', 'resume'],
    ['recipient', 'accept'],
    ['recipient', 'schedule'],
    ['recipient', 'reschedule'],
    ['recipient', 'cancel_appointment'],
    ['recipient', 'start'],
    ['recipient', 'schedule'],
    ['recipient', 'record_attendance'],
    ['recipient', 'report_progress'],
    ['initiator', 'request_cancellation'],
    ['recipient', 'refuse_cancellation'],
    ['recipient', 'complete'],
  ],
  declined: [['recipient', 'decline']],
  interrupted: [
    ['recipient', 'accept'],
    ['recipient', 'start'],
    ['recipient', 'interrupt'],
  ],
  cancelled: [
    ['recipient', 'accept'],
    ['initiator', 'request_cancellation'],
    ['recipient', 'confirm_cancellation'],
  ],
  mistaken: [['initiator', 'mark_entered_in_error']],
} as const satisfies Record<string, Script>;
export type ScriptName = keyof typeof scripts;

/** The script as it runs on a route: what is open is claimed before anything else. */
export const scriptFor = (route: Route, script: ScriptName): Script => {
  const steps: Script = scripts[script];
  if (route.frame.recipient !== undefined) return steps;
  return [['recipient', 'claim'], ...steps.filter(([, type]) => type !== 'acknowledge')];
};
