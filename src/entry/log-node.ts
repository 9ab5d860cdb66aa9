import { type DestinationStream, pino } from 'pino';
import type { Clock, Log } from '../ports.ts';
import type { LogLevel } from './log.ts';

/** The log on Node, by pino. Wrangler bundles pino's browser build, which knows neither `base` nor labels: see log.ts. */
export function createNodeLog(options: {
  readonly level: LogLevel;
  readonly now: Clock;
  readonly destination: DestinationStream;
}): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${options.now()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    options.destination,
  );
  return (level, event, fields) => logger[level](fields ?? {}, event);
}
