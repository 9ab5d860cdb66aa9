import { z } from 'zod';
import { line } from '../canonical/text.ts';
import { answers, answersNothing, declare, json, networkCode, pub } from './declaration.ts';
import { SystemSuspension } from './replies.ts';

const whose =
  "A client of an ATS, which runs the network's gateway, switches every system; any other client those of its own body. Others are not found. The relays by which mails leave, mail-relay and pec-relay, are switched by an ATS.";

const params = z.strictObject({ system_id: networkCode('Code of the system', 'cpi-sil') });

export const SystemSuspensionRequest = z
  .strictObject({ reason: pub(line(300).meta({ description: 'Why, for who finds the system stopped' })) })
  .meta({ id: 'SystemSuspensionRequest', example: { reason: 'Maintenance announced by the CPI' } });

export const suspendSystem = declare({
  id: 'suspend_system',
  method: 'put',
  path: '/v1/systems/{system_id}/suspension',
  tag: 'deliveries',
  scope: 'deliveries:operate',
  summary: { en: 'Stop sending to a system', it: 'Sospende le consegne verso un sistema' },
  description: `Works at once, also on what is queued. Repeating it changes the reason only. ${whose}`,
  params,
  body: json(SystemSuspensionRequest),
  reply: answers(200, 'The system is suspended', SystemSuspension),
  problems: ['network/not-found'],
});

export const resumeSystem = declare({
  id: 'resume_system',
  method: 'delete',
  path: '/v1/systems/{system_id}/suspension',
  tag: 'deliveries',
  scope: 'deliveries:operate',
  summary: { en: 'Send to a system again', it: 'Riprende le consegne verso un sistema' },
  description: `What waited goes on in its order. Harmless when the system was not suspended. ${whose}`,
  params,
  reply: answersNothing('The system is not suspended'),
  problems: ['network/not-found'],
});
