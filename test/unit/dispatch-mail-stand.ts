import { onTestFinished } from 'vitest';
import type { DispatchPorts, PreparedMail } from '../../src/dispatch/index.ts';
import { notBegun } from '../../src/mail/smtp/index.ts';
import type { ClaimedDelivery, Link, MailResult, NewDelivery, SendMail } from '../../src/ports.ts';
import { createMeetings } from '../conformance/store-convocation-sample.ts';
import { type RelayScript, startTestRelay, type TestRelayOptions } from '../world/smtp-relay.ts';
import { createStand } from './dispatch-stand.ts';
import { mailOf, senderTo, unkept } from './mail-send-stand.ts';

export const relayed: MailResult = { answered: true, reply: 250, at: 'after_dot', enhanced: '2.0.0' };

/** One message of its own for each attempt, and the link in it: the subject names delivery and attempt. */
export const linkOf = ({ id, attempts }: ClaimedDelivery): string => `link-${id}-${attempts}`;

type Given = NonNullable<Parameters<typeof createStand>[0]>;

/** Dispatch with a gate that permits and a message of a few lines, on a store in memory. */
export function createMailStand(
  given: Pick<Given, 'wrap' | 'random' | 'reportMail'> & {
    readonly sendMail?: SendMail;
    readonly prepare?: (delivery: ClaimedDelivery, permitted: Permitted) => PreparedMail | Promise<PreparedMail>;
  } = {},
) {
  const { prepare = (_: ClaimedDelivery, permitted: Permitted) => permitted, ...more } = given;
  const handed: string[] = [];
  const told = { answer: given.sendMail ?? (async () => relayed) };
  const prepareMail: DispatchPorts['prepareMail'] = async (delivery) => {
    const channel = delivery.system === 'pec-relay' ? 'pec' : 'mail';
    const record = { operation: 'convocation.mail', direction: 'out', delivery_id: delivery.id } as const;
    const link: Link = meetings.link({ digest: linkOf(delivery), convocation_id: delivery.convocation_id });
    return prepare(delivery, {
      permitted: true,
      channel,
      refused_before: false,
      exchange: stand.sample.exchange({ ...record, outcome: 'prepared' }),
      alongside: [stand.sample.exchange({ ...record, outcome: 'prepared', permitted: false })],
      guards: [],
      compose: async () => ({ message: messageOf(delivery), links: [link] }),
    });
  };
  const stand = createStand({
    ...more,
    prepareMail,
    sendMail: async (mail, channel, limits) => {
      if (limits.ready !== undefined && !(await limits.ready())) return notBegun;
      handed.push(mail.message_id);
      return told.answer(mail, channel, limits);
    },
  });
  const meetings = createMeetings(stand.sample);
  return {
    ...stand,
    /** Identifiers of the deliveries whose message was handed to the relay, in order. */
    handed: handed as readonly string[],
    sendWith: (next: SendMail) => {
      told.answer = next;
    },
    mail: async (...more: Partial<NewDelivery>[]) => {
      const deliveries = more.map((each) => meetings.mail(each));
      await stand.store.commit({ exchanges: [stand.sample.exchange()], deliveries });
      return deliveries.map(({ id }) => id);
    },
  };
}

export type Permitted = Extract<PreparedMail, { permitted: true }>;

const messageOf = ({ id, attempts }: ClaimedDelivery) => ({
  ...mailOf(`Subject: ${id}/${attempts}\r\n\r\nBuongiorno\r\n`),
  message_id: id,
});

/** A real relay on loopback and the sender that speaks with it; both end with the test. */
export async function startRelay(
  script: RelayScript = {},
  options: Omit<TestRelayOptions, 'script'> & { readonly greetingMsMax?: number } = {},
) {
  const { greetingMsMax, ...relayOptions } = options;
  const relay = await startTestRelay({ ...relayOptions, script });
  const sender = senderTo(relay.relay, { pool: unkept, ...(greetingMsMax === undefined ? {} : { greetingMsMax }) });
  onTestFinished(async () => {
    relay.release();
    await relay.stop();
    await sender.close();
  });
  /** What the relay has of each message, as the gateway knows it: delivery and attempt. */
  const subjects = () => relay.taken().map(({ raw }) => /^Subject: (.*)\r$/m.exec(`${raw}`)?.[1]);
  return { ...relay, subjects, send: ((mail, _, limits) => sender.send(mail, limits)) as SendMail };
}
