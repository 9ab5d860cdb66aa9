import { convene, extractsPerMeeting, mailsPerMeeting } from './convocations.ts';

const warmUpMeetings = 12;
const meetings = 48;
const drainMsMax = 120_000;

type Ports = {
  /** The gateway's own interface, as the organizer and as the operator. */
  readonly post: (path: string, body: object) => Promise<{ readonly id: string }>;
  readonly stop: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly counted: () => Promise<{ readonly taken: number; readonly complete: number }>;
};

/**
 * Invitations, each composed with calendar and PDF extract and handed over to the relay, in a second. They queue up while the relay is
 * stopped, so that convening is not measured with them. The mails without a PDF are made, too, and not counted.
 */
export async function measureMails(ports: Ports): Promise<{ readonly mails: number; readonly seconds: number }> {
  await drained(ports, 0, warmUpMeetings);
  return { mails: meetings * extractsPerMeeting, seconds: await drained(ports, warmUpMeetings, meetings) };
}

async function drained(ports: Ports, first: number, count: number): Promise<number> {
  await ports.stop();
  for (let m = first; m < first + count; m += 1) await convene(ports.post, m);
  const wanted = { taken: (first + count) * mailsPerMeeting, complete: (first + count) * extractsPerMeeting };
  const startedMs = performance.now();
  await ports.resume();
  let seen = await ports.counted();
  while (seen.taken < wanted.taken) {
    if (performance.now() - startedMs > drainMsMax) throw new Error(`only ${seen.taken} of ${wanted.taken} mails came`);
    await new Promise((wait) => setTimeout(wait, 20));
    seen = await ports.counted();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  if (seen.taken !== wanted.taken || seen.complete !== wanted.complete)
    throw new Error(`expected ${JSON.stringify(wanted)}, the relay has ${JSON.stringify(seen)}`);
  return seconds;
}
