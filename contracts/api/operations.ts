import * as analyses from './analyses.ts';
import * as answers from './answers.ts';
import * as consents from './consents.ts';
import * as convocations from './convocations.ts';
import type { Declaration } from './declaration.ts';
import * as deliveries from './deliveries.ts';
import * as directory from './directory.ts';
import * as exchanges from './exchanges.ts';
import * as gateway from './gateway.ts';
import * as inbound from './inbound.ts';
import * as mail from './mail.ts';
import * as mailbox from './mailbox.ts';
import * as network from './network.ts';
import * as oauth from './oauth.ts';
import * as referrals from './referrals.ts';
import * as subjects from './subjects.ts';
import * as suspensions from './suspensions.ts';
import * as tracing from './tracing.ts';

const files = [
  referrals,
  consents,
  analyses,
  convocations,
  subjects,
  directory,
  network,
  exchanges,
  tracing,
  deliveries,
  suspensions,
  mailbox,
  answers,
  mail,
  inbound,
  gateway,
  oauth,
];

const isDeclaration = (value: unknown): value is Declaration =>
  typeof value === 'object' && value !== null && 'summary' in value && 'reply' in value;

const placeOf = ({ path, method }: Declaration) => `${path} ${method}`;

/** The whole HTTP surface: every declaration that a file of this folder exports, by path. */
export const operations: readonly Declaration[] = files
  .flatMap((file) => Object.values<unknown>(file).filter(isDeclaration))
  .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
