import type { ConvocationReceipt, ConvocationView } from '../../contracts/api/convocation-views.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { readPdf } from '../unit/mail-reading.ts';
import { letterOf } from '../world/pdf-letters.ts';
import { taken } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import { analysis, convocation, members } from '../world/team.ts';

/** Addresses of the people of `team.ts`. */
export const at = {
  anna: 'anna.bianchi@comune.borgoverde.example',
  paolo: 'paolo.verdi@cpi.borgoverde.example',
  maja: 'maja.cernigoj@asl.borgoverde.example',
  majaPec: 'serd@pec.asl.borgoverde.example',
  carla: 'carla.riva@scuola.borgoverde.example',
  organizer: 'segreteria@comune.borgoverde.example',
  ourPec: 'ambito@pec.example.it',
} as const;

export const moved = {
  starts_at: '2026-12-11T15:00:00+01:00',
  ends_at: '2026-12-11T17:00:00+01:00',
  mode: 'in_person',
  place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
};

/** A second member on the case of the psychologist, of a body of their own. */
export const colleague = {
  ...members.cpi,
  member_id: 'operatrice-cpi-2',
  given_name: 'Rita',
  family_name: 'Longo',
  email: 'rita.longo@cpi.borgoverde.example',
  required: false,
  cases: ['caso-2'],
};

export type Meeting = Awaited<ReturnType<typeof convened>>;

/** A convocation that was sent, and how its organizer speaks about it. `more` replaces whole members of the request. */
export async function convened(world: World, more: object = {}) {
  const comune = world.as('comune-sportello');
  const { id } = taken(await comune.post<ConvocationReceipt>('/v1/convocations', convocation(more)), 201);
  await world.tick();
  const read = async () => taken(await comune.get<ConvocationView>(`/v1/convocations/${id}`));
  return {
    id,
    path: `/v1/convocations/${id}`,
    read,
    /** The organizer says something about it as it now is; the mails of it leave. */
    async say(event: object, status = 200) {
      const { version } = await read();
      const reply = await comune.post<ConvocationReceipt>(`/v1/convocations/${id}/events`, event, { version });
      const body = taken(reply, status);
      await world.tick();
      return body;
    },
    async answerOf(member_id: string) {
      return (await read()).members.find((line) => line.member_id === member_id)?.answer;
    },
    evidenceOf: async (member_id: string) =>
      ((await read()).members.find((line) => line.member_id === member_id)?.evidence ?? []).map(
        ({ channel, state }) => `${channel} ${state}`,
      ),
  };
}

/** The agenda of three cases where the first stands on an analysis of Elena's household. */
export async function withAnalysis(world: World, more: object = {}, content: object = analysis()) {
  const comune = world.as('comune-sportello');
  const { id } = taken(await comune.post<{ id: string }>('/v1/preliminary-analyses', content), 201);
  const [first, ...others] = convocation().agenda;
  return convened(world, { agenda: [{ ...first, analysis_id: id }, ...others], ...more });
}

const json = { accept: 'application/json', 'content-type': 'application/json' };
const address = 'http://localhost:8080';

/** What the bearer of the latest link of a kind to an address does with it. */
export async function linkOf(world: World, to: string, kind: 'answers' | 'documents') {
  const url = `${address}/v1/${kind}/${await world.postbox.tokenFor(to, kind)}`;
  const ask = async (init: RequestInit) => {
    const response = await world.fetch(new Request(url, init));
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, bytes, text, body };
  };
  return {
    url,
    look: () => ask({ headers: json }),
    page: () => ask({ headers: { accept: 'text/html' } }),
    answer: (said: object) => ask({ method: 'POST', headers: json, body: JSON.stringify(said) }),
    form: (fields: Record<string, string>) =>
      ask({ method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) }),
    open: () => ask({ method: 'POST', headers: { accept: 'application/pdf, application/json' } }),
  };
}

/** The text that a PDF shows, and everything inside it. */
export const pdfText = (bytes: Uint8Array): string => {
  const { lines, inside } = readPdf(bytes, letterOf);
  return [lines.join(' '), inside].join('\n');
};

/** The kinds of mails of one convocation to a line, oldest first, as the organizer reads them: `kind channel state`. */
export async function mailsTo(world: World, id: string, member: string): Promise<readonly string[]> {
  const found = await world.store.listDeliveries({ referral_id: id }, null, 100);
  if (found === 'invalid_cursor') throw new Error('the first page has no cursor');
  return found.items
    .filter((mail) => mail.member === member)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ event, system, state }) => `${event} ${system === 'pec-relay' ? 'pec' : 'mail'} ${state}`);
}

/** What the ledger says of one operation about the convocation, oldest first. */
export async function ledgerOf(world: World, id: string, operation?: Exchange['operation']): Promise<Exchange[]> {
  const found: Exchange[] = [];
  let path: string | null = `/v1/exchanges?convocation_id=${id}&limit=100`;
  while (path !== null) {
    type Page = { items: Exchange[]; next_cursor: string | null };
    const { items, next_cursor }: Page = taken(await world.as('comune-sportello').get<Page>(path));
    found.push(...items);
    path = next_cursor === null ? null : `/v1/exchanges?convocation_id=${id}&limit=100&cursor=${next_cursor}`;
  }
  return found.filter((each) => operation === undefined || each.operation === operation).reverse();
}

/** The pseudonym of each case, by its label. */
export const subjectsOf = async (meeting: Meeting): Promise<Record<string, string | undefined>> =>
  Object.fromEntries((await meeting.read()).agenda.map(({ case_ref, subject_id }) => [case_ref, subject_id]));
