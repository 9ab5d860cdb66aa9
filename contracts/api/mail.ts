import { z } from 'zod';
import { line } from '../canonical/text.ts';
import { answers, declare, pub } from './declaration.ts';

export const MailIntakeReceipt = z
  .strictObject({
    taken: pub(z.boolean().meta({ description: 'False: the mail is about nothing that the gateway sent' })),
    effect: pub(z.enum(['answer', 'evidence', 'none'])),
    why: pub(line(60).optional().meta({ description: 'Why it changed nothing' })),
  })
  .meta({ id: 'MailIntakeReceipt', example: { taken: true, effect: 'answer' } });
export type MailIntakeReceipt = z.infer<typeof MailIntakeReceipt>;

export const takeMail = declare({
  id: 'take_mail',
  method: 'post',
  path: '/v1/mail-messages',
  tag: 'convocations',
  scope: 'mail:write',
  summary: { en: 'Hand in a mail that came back', it: 'Consegna una e-mail ricevuta in risposta' },
  description:
    "For the mail server that receives at the gateway's reply address: an answer from a calendar (iMIP), a bounce (RFC 3464) or a receipt of certified mail (known by its headers X-Ricevuta and X-Riferimento-Message-ID, beside daticert.xml) lands on its recipient's line of the meeting; anything else changes nothing. The mail itself is not kept. Handing the same one in twice has no second effect.",
  body: {
    kind: 'mail',
    types: ['message/rfc822', 'message/global'],
    example: 'From: paolo.verdi@cpi.example.it\r\nSubject: Accettato\r\n\r\n',
  },
  reply: answers(200, 'What became of the mail', MailIntakeReceipt),
  problems: [],
});
