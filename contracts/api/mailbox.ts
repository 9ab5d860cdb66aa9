import { z } from 'zod';
import { answers, answersNothing, declare, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';
import { MailboxHead, MailboxMessage } from './views.ts';

const params = z.strictObject({ message_id: uuid('Identifier of the message') });

export const listMailbox = declare({
  id: 'list_mailbox',
  method: 'get',
  path: '/v1/mailbox',
  tag: 'mailbox',
  scope: 'mailbox:read',
  summary: { en: 'List the messages that wait', it: 'Elenca i messaggi in attesa' },
  description: 'For systems that pull: what waits to be fetched, oldest first.',
  query: z.strictObject(pageQuery),
  reply: answers(200, 'A page of messages', pageOf(MailboxHead, 'MailboxPage')),
  problems: [],
});

export const readMailboxMessage = declare({
  id: 'read_mailbox_message',
  method: 'get',
  path: '/v1/mailbox/{message_id}',
  tag: 'mailbox',
  scope: 'mailbox:read',
  summary: { en: 'Fetch a message', it: 'Legge un messaggio' },
  description: 'The gate is asked at this moment. The message stays until it is acknowledged.',
  params,
  reply: answers(200, 'The message', MailboxMessage),
  problems: ['mailbox/not-found', 'gate/denied'],
});

export const acknowledgeMailboxMessage = declare({
  id: 'acknowledge_mailbox_message',
  method: 'delete',
  path: '/v1/mailbox/{message_id}',
  tag: 'mailbox',
  scope: 'mailbox:read',
  summary: { en: 'Acknowledge a message', it: 'Conferma la ricezione di un messaggio' },
  description:
    'The system has it: the message leaves the mailbox and counts as delivered. The gate is asked as for a reading: a message that it withholds now stays.',
  params,
  reply: answersNothing('The message is acknowledged'),
  problems: ['mailbox/not-found', 'gate/denied'],
});
