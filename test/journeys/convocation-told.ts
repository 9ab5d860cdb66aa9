import { simpleParser } from 'mailparser';
import type { ConvocationReceipt } from '../../contracts/api/convocation-views.ts';
import type { OrganizationId } from '../../contracts/canonical/ids.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import { dumped } from '../conformance/store-tables.ts';
import { attest, evidence, taken } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import { readings } from './convocation-mails.ts';
import {
  type BodyName,
  bodies,
  type Person,
  type Plan,
  type Planted,
  plantConvocation,
  refOf,
} from './convocation-plant.ts';
import { linkOf, pdfText } from './convocation-scene.ts';

/** Something that reached somebody. `who`: the lines whose it is; `late`: read when the case that was withdrawn had gone. */
export type Piece = {
  readonly name: string;
  readonly text: string;
  readonly who: readonly Person[];
  readonly to: 'members' | 'organizer' | 'head' | 'beneficiary' | 'nobody';
  readonly late: boolean;
};

export type Told = { readonly plan: Plan; readonly planted: Planted; readonly pieces: readonly Piece[] };

/** Lives through a convocation after a plan, with a value of its own at every place, and gathers what everybody gets to see. */
export async function told(world: World, plan: Plan, log: readonly string[]): Promise<Told> {
  const planted = plantConvocation(plan);
  const comune = world.as('comune-sportello');
  const analyses: string[] = [];
  for (const content of planted.analyses)
    analyses.push(taken(await comune.post<{ id: string }>('/v1/preliminary-analyses', content), 201).id);
  const agenda = planted.agenda.map((item, index) => ({ ...item, analysis_id: analyses[index] }));
  const reply = await comune.post<ConvocationReceipt>('/v1/convocations', { ...planted.request, agenda });
  const { id } = taken(reply, 201);
  for (const { of, to } of plan.objections) {
    const subject = planted.agenda[of % plan.cases]?.subject.tax_code ?? '';
    const scope = to === null ? {} : { recipient: bodies[to].id };
    await attest(comune, evidence(subject, { kind: 'objection', scope }));
  }
  await world.tick();
  const early = await seen(world, id, planted, false);
  const path = `/v1/convocations/${id}`;
  const say = async (event: object) => {
    const { version } = taken(await comune.get<{ version: number }>(path));
    taken(await comune.post(`${path}/events`, event, { version }));
    await world.tick();
  };
  const gone = plan.withdrawn === null || plan.cases < 2 ? null : refOf(plan.withdrawn % plan.cases);
  if (gone !== null) await say({ type: 'withdraw_case', case_ref: gone, reason: 'other' });
  const moved = { starts_at: '2026-12-11T15:00:00+01:00', ends_at: '2026-12-11T17:00:00+01:00', mode: 'online' };
  await say({
    type: 'reschedule',
    meeting: { ...moved, online_url: 'https://incontri.borgoverde.example/sala' },
    reason: 'other',
  });
  world.clock.until('2026-12-11T14:30:00.000Z');
  await world.tick();
  const cases = (refs: readonly string[]) => refs.filter((ref) => ref !== gone);
  const here = planted.people.filter((person) => cases(person.cases).length > 0);
  await say({
    type: 'record_attendance',
    attendance: here.map((person) => ({ member_id: person.id, cases: cases(person.cases) })),
  });
  const minutes = planted.minutes.filter(({ case_ref }) => case_ref !== gone);
  await say({ type: 'record_minutes', text: 'Riunione regolare.', cases: minutes });
  const late = await seen(world, id, planted, true);
  await provoke(world, path, planted);
  return {
    plan,
    planted,
    pieces: [...early, ...late, ...(await mailed(world, planted)), ...(await kept(world, id, log))],
  };
}

/** Every message, with its documents, by whom it went to. */
async function mailed(world: World, { people, beneficiaries }: Planted): Promise<Piece[]> {
  const mails = await readings(world.postbox.posted);
  return Promise.all(
    mails.map(async ({ to, subject, readable, mail }, index): Promise<Piece> => {
      const person = people.find(({ addresses }) => addresses.includes(to));
      const isBeneficiary = beneficiaries.some(({ email }) => email === to);
      const documents = (await simpleParser(Buffer.from(mail.raw))).attachments
        .filter(({ contentType }) => contentType === 'application/pdf')
        .map(({ content }) => pdfText(new Uint8Array(content)));
      const kind = person
        ? 'members'
        : isBeneficiary
          ? 'beneficiary'
          : to.startsWith('segreteria@')
            ? 'organizer'
            : 'head';
      const who = person === undefined ? [] : [person];
      const text = [readable, ...documents].join('\n');
      return { name: `mail ${index} to ${to}: ${subject}`, text, who, to: kind, late: false };
    }),
  );
}

/** What each line and each body reads at this moment. */
async function seen(world: World, id: string, { people }: Planted, late: boolean): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const add = (name: string, text: string, who: readonly Person[]) =>
    pieces.push({ name, text, who, to: 'members', late });
  for (const person of people) {
    for (const kind of ['answers', 'documents'] as const) {
      const link = await linkOf(world, person.addresses[0] ?? '', kind).catch(() => null);
      if (link === null) continue;
      for (const look of [await link.look(), await link.page()]) add(`${kind} of ${person.id}`, look.text, [person]);
      if (kind !== 'documents') continue;
      const { status, bytes, text } = await link.open();
      add(`document of ${person.id}`, status === 200 ? pdfText(bytes) : text, [person]);
    }
  }
  for (const name of Object.keys(bodies) as BodyName[]) {
    const reader = world.as(bodies[name].client);
    const own = people.filter(({ body }) => body === name);
    for (const person of people) {
      const calendar = await reader.get(`/v1/convocations/${id}/calendar?member_id=${person.id}`);
      // Whom a case took along when it left gets the cancellation again, which names it.
      const isOff = calendar.text.includes('METHOD:CANCEL');
      const who = person.body === name ? [person] : [];
      pieces.push({
        name: `calendar of ${person.id} for ${name}`,
        text: calendar.text,
        who,
        to: 'members',
        late: late && !isOff,
      });
    }
    // The organizer reads what it said itself.
    if (name === 'comune') continue;
    for (const path of [`/v1/convocations/${id}`, '/v1/convocations', '/v1/preliminary-analyses'])
      add(`${path} for ${name}`, (await reader.get(path)).text, own);
  }
  return pieces;
}

/** Refusals that have every chance to repeat what they were given. */
async function provoke(world: World, path: string, { members, agenda, analyses }: Planted): Promise<void> {
  const comune = world.as('comune-sportello');
  const value = String(agenda[0]?.case_id);
  await comune.post('/v1/convocations', { purpose: value, agenda, members, [value]: value });
  await comune.post('/v1/preliminary-analyses', { ...analyses[0], health: 7, [value]: value });
  await comune.post(`${path}/events`, { type: 'change_members', add: members, remove: [value] }, { version: 1 });
  await comune.post(`${path}/answers`, { member_id: value, sequence: value, response: { answer: value } });
}

/** Where nothing of anybody may be: what the gateway notes, and what it says when it refuses. */
async function kept(world: World, id: string, log: readonly string[]): Promise<Piece[]> {
  for (const client of ['comune-sportello', 'ats-amministratore', 'cpi-sil', 'asl-cup'] as const)
    for (const path of ['/v1/exchanges?limit=100', '/v1/deliveries?limit=100']) await world.as(client).get(path);
  const nothing = (name: string, text: string): Piece => ({ name, text, who: [], to: 'nobody', late: false });
  const own = `/v1/convocations/${id}`;
  return [
    nothing('the log', log.join('\n')),
    nothing('the tables', await dumped(world.engine)),
    ...world.heard
      .filter(({ url, status, method }) => {
        const isReading = method === 'GET' && status === 200 && (url.includes(own) || /preliminary-analyses/.test(url));
        return !isReading;
      })
      .map(({ method, url, status, text, headers }) =>
        nothing(`${status} for ${method} ${url}`, `${url}\n${headers}\n${text}`),
      ),
  ];
}

/** The demo network in which the third sector, whose cell names nobody, may be convened too. */
export const withThirdSector = (network: Network): Network => ({
  ...network,
  agreements: network.agreements.map((each) =>
    each.id === 'protocollo-2026'
      ? { ...each, parties: [...each.parties, bodies.thirdSector.id as OrganizationId] }
      : each,
  ),
});
