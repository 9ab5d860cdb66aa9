import { describe, expect, it } from 'vitest';
import { ConsentRequest } from '../../contracts/canonical/consent.ts';
import { ConvocationRequest } from '../../contracts/canonical/convocation.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { PreliminaryAnalysisRequest } from '../../contracts/canonical/preliminary-analysis.ts';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';
import type { Gateway, Outcome } from '../../src/ports.ts';
import { householdMessage } from '../world/household.ts';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { elena, evidence, toAsl, toCpi, toThirdSector } from '../world/people.ts';
import { startWorld } from '../world/start-world.ts';
import { analysis, convocation } from '../world/team.ts';
import { verbsOn } from '../world/verbs.ts';

type Purposes = readonly string[] | null;
const page = { cursor: null, limit: 50 };

function done<T>(outcome: Outcome<T>): T {
  if ('replayed' in outcome || outcome.refused || outcome.body === null) throw new Error(JSON.stringify(outcome));
  return outcome.body;
}

/** A network in which something of everything happened, without vouchers: a referral to work and its answer, evidence, a mailbox, an assessment and a team. */
async function scene() {
  const ground = onSqlite();
  const world = await startWorld(ground, demoNetworkText);
  const { gateway, dispatch, sentFor, call } = await verbsOn(world, ground);
  const comune = () => call('comune-sportello', null);
  const attest = async (more: object) =>
    done(await gateway.registerConsent(comune(), ConsentRequest.parse(evidence(elena.tax_code, more)))).id;
  const consent = await attest({});
  const wide = await attest({ kind: 'objection', scope: { recipient: 'asl-borgoverde' } });
  await attest({ kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' });
  const referral = done(await gateway.submitReferral(comune(), ReferralRequest.parse(toCpi()))).id;
  const direct = toThirdSector({ recipient: 'associazione-ilponte', service: 'emporio-solidale' });
  done(await gateway.submitReferral(comune(), ReferralRequest.parse(direct)));
  const [message] = done(await gateway.listMailbox(call('associazione-ilponte', null), page)).items;
  const [delivery] = done(await gateway.listDeliveries(comune(), { ...page, referral_id: referral })).items;
  const content = PreliminaryAnalysisRequest.parse(analysis());
  const analysis_id = done(await gateway.recordAnalysis(comune(), content)).id;
  const { beneficiaries, ...request } = { beneficiaries: [beneficiary], ...convocation() };
  const convocation_id = done(
    await gateway.convene(comune(), ConvocationRequest.parse({ ...request, beneficiaries })),
  ).id;
  const ledger = async (): Promise<readonly Exchange[]> => {
    const listed = await world.store.listExchanges({}, null, 500);
    return listed === 'invalid_cursor' ? [] : listed.items;
  };
  return {
    world,
    gateway,
    dispatch,
    sentFor,
    call,
    ledger,
    content,
    referral_id: referral,
    consent_id: consent,
    wide_id: wide,
    message_id: message?.message_id ?? '',
    delivery_id: String(delivery?.id),
    analysis_id,
    convocation_id,
  };
}
const { tax_code: _, ...names } = {
  tax_code: elena.tax_code,
  given_name: elena.given_name,
  family_name: elena.family_name,
};
const beneficiary = { ...names, member_id: 'elena', case: 'caso-1', email: 'elena.marini@posta.example' };

type Scene = Awaited<ReturnType<typeof scene>>;
type Verb = Exclude<
  keyof Gateway,
  'status' | 'takeMail' | 'readAnswer' | 'answerByLink' | 'readDocuments' | 'openDocuments'
>;

/** What a voucher for another purpose meets. hidden: a list without it, or what who knows nothing of it is told. open: it is for no purpose. */
type Meets = 'denied' | 'hidden' | 'open';
type Row = readonly [Meets, (on: Scene, under: Purposes) => Promise<Outcome<unknown>>];

const comune = 'comune-sportello';
const byId = (
  name: 'readPurpose' | 'readOrganization' | 'readService' | 'readAgreement' | 'readSystem',
  id: string,
): Row => ['open', ({ gateway, call }, under) => gateway[name](call(comune, under), { id })];
const listOf = (
  name:
    | 'listPurposes'
    | 'listOrganizations'
    | 'listServices'
    | 'listAgreements'
    | 'listSystems'
    | 'listExchanges'
    | 'listDeliveries',
): Row => ['open', ({ gateway, call }, under) => gateway[name](call(comune, under), page)];

/** Every verb that a caller may ask for: a new one does not compile until it is said here what a voucher means for it. */
const verbs: Readonly<Record<Verb, Row>> = {
  submitReferral: [
    'denied',
    (on, under) => on.gateway.submitReferral(on.call(comune, under), ReferralRequest.parse(toCpi())),
  ],
  recordReferralEvent: [
    'denied',
    (on, under) =>
      on.gateway.recordReferralEvent(on.call('cpi-sil', under), {
        referral_id: on.referral_id,
        if_match_version: 1,
        event: { type: 'accept' },
      }),
  ],
  readReferral: ['denied', (on, under) => on.gateway.readReferral(on.call(comune, under), on)],
  readOutcome: ['denied', (on, under) => on.gateway.readOutcome(on.call(comune, under), on)],
  readTimeline: ['denied', (on, under) => on.gateway.readTimeline(on.call(comune, under), { ...page, ...on })],
  listReferrals: ['hidden', (on, under) => on.gateway.listReferrals(on.call(comune, under), page)],
  registerConsent: [
    'denied',
    (on, under) =>
      on.gateway.registerConsent(
        on.call(comune, under),
        ConsentRequest.parse(evidence(elena.tax_code, { kind: 'consent' })),
      ),
  ],
  readConsent: ['denied', (on, under) => on.gateway.readConsent(on.call(comune, under), on)],
  listConsents: ['hidden', (on, under) => on.gateway.listConsents(on.call(comune, under), page)],
  withdrawConsent: [
    'denied',
    (on, under) =>
      on.gateway.withdrawConsent(on.call(comune, under), {
        consent_id: on.wide_id,
        withdrawn_at: on.world.clock.now(),
      }),
  ],
  searchSubject: [
    'open',
    (on, under) => on.gateway.searchSubject(on.call(comune, under), { tax_code: elena.tax_code }),
  ],
  listPurposes: listOf('listPurposes'),
  readPurpose: byId('readPurpose', 'LAV-INV'),
  listOrganizations: listOf('listOrganizations'),
  readOrganization: byId('readOrganization', 'cpi-borgoverde'),
  listServices: listOf('listServices'),
  readService: byId('readService', 'patto-di-servizio'),
  listAgreements: listOf('listAgreements'),
  readAgreement: byId('readAgreement', 'protocollo-2026'),
  listSystems: listOf('listSystems'),
  readSystem: byId('readSystem', 'cpi-sil'),
  readNetwork: ['open', (on, under) => on.gateway.readNetwork(on.call(comune, under))],
  applyNetwork: [
    'open',
    (on, under) =>
      on.gateway.applyNetwork(on.call('ats-amministratore', under), {
        document: on.world.network,
        if_match_version: 1,
      }),
  ],
  listExchanges: listOf('listExchanges'),
  readTracing: ['open', (on, under) => on.gateway.readTracing(on.call(comune, under), { date: '2026-11-20' })],
  readExchange: [
    'open',
    async (on, under) => {
      const [exchange] = done(await on.gateway.listExchanges(on.call(comune, null), page)).items;
      return on.gateway.readExchange(on.call(comune, under), { exchange_id: String(exchange?.id) });
    },
  ],
  listDeliveries: listOf('listDeliveries'),
  readDelivery: ['open', (on, under) => on.gateway.readDelivery(on.call(comune, under), on)],
  rerunDelivery: [
    'denied',
    (on, under) => on.gateway.rerunDelivery(on.call(comune, under), { ...on, reason: 'prova' }),
  ],
  resolveDelivery: [
    'denied',
    (on, under) => on.gateway.resolveDelivery(on.call(comune, under), { ...on, as: 'delivered', reason: 'prova' }),
  ],
  suspendSystem: [
    'open',
    (on, under) => on.gateway.suspendSystem(on.call('cpi-sil', under), { system_id: 'cpi-sil', reason: 'prova' }),
  ],
  resumeSystem: ['open', (on, under) => on.gateway.resumeSystem(on.call('cpi-sil', under), { system_id: 'cpi-sil' })],
  listMailbox: ['hidden', (on, under) => on.gateway.listMailbox(on.call('associazione-ilponte', under), page)],
  readMailboxMessage: [
    'denied',
    (on, under) => on.gateway.readMailboxMessage(on.call('associazione-ilponte', under), on),
  ],
  acknowledgeMailboxMessage: [
    'denied',
    (on, under) => on.gateway.acknowledgeMailboxMessage(on.call('associazione-ilponte', under), on),
  ],
  // Its intents are submissions and events, each asked on the caller's account; this message holds none.
  receive: [
    'open',
    (on, under) =>
      on.gateway.receive(on.call('comune-cartella', under), {
        system_id: 'comune-cartella',
        message: { method: 'POST', contentType: 'application/json', headers: {}, body: '{}' },
      }),
  ],
  recordAnalysis: ['denied', (on, under) => on.gateway.recordAnalysis(on.call(comune, under), on.content)],
  reviseAnalysis: [
    'denied',
    (on, under) => on.gateway.reviseAnalysis(on.call(comune, under), { ...on, if_match_version: 1 }),
  ],
  listAnalyses: ['denied', (on, under) => on.gateway.listAnalyses(on.call(comune, under), page)],
  readAnalysis: ['denied', (on, under) => on.gateway.readAnalysis(on.call(comune, under), on)],
  convene: [
    'denied',
    (on, under) => on.gateway.convene(on.call(comune, under), ConvocationRequest.parse(convocation())),
  ],
  listConvocations: ['hidden', (on, under) => on.gateway.listConvocations(on.call(comune, under), page)],
  readConvocation: ['denied', (on, under) => on.gateway.readConvocation(on.call(comune, under), on)],
  recordConvocationEvent: [
    'denied',
    (on, under) =>
      on.gateway.recordConvocationEvent(on.call(comune, under), {
        ...on,
        if_match_version: 1,
        event: { type: 'cancel', reason: 'organizer_unavailable' } as never,
      }),
  ],
  answerConvocation: [
    'denied',
    (on, under) =>
      on.gateway.answerConvocation(on.call('cpi-sil', under), {
        ...on,
        member_id: 'operatore-cpi',
        sequence: 0,
        response: { answer: 'declined', reason: 'absence' },
      }),
  ],
  readCalendar: [
    'denied',
    (on, under) => on.gateway.readCalendar(on.call('cpi-sil', under), { ...on, member_id: 'operatore-cpi' }),
  ],
  readLetter: ['denied', (on, under) => on.gateway.readLetter(on.call(comune, under), { ...on, member_id: 'elena' })],
  proposeMeetings: [
    'open',
    (on, under) =>
      on.gateway.proposeMeetings(on.call(comune, under), {
        starts_at: '2026-12-10T09:30:00+01:00',
        ends_at: '2026-12-10T11:30:00+01:00',
        rule: 'FREQ=WEEKLY',
        count: 2,
      }),
  ],
};

const rows = Object.entries(verbs).map(([name, [meets, ask]]) => [name, meets, ask] as const);
const isDenied = (outcome: Outcome<unknown>): boolean =>
  !('replayed' in outcome) && outcome.refused && outcome.code === 'gate/denied';
const itemsOf = (outcome: Outcome<unknown>) => (done(outcome) as unknown as { items: readonly unknown[] }).items;

describe('a voucher', () => {
  it.each(rows)('for another purpose: %s is %s', async (_, meets, ask) => {
    const on = await scene();
    const before = (await on.ledger()).length;
    // Housing: nothing in the scene is for it, and nothing is convened under it.
    const outcome = await ask(on, ['CASA-INV']);
    expect(isDenied(outcome)).toBe(meets === 'denied');
    const written = (await on.ledger()).slice(0, -before);
    const refused = written.filter(({ rule }) => rule === 'deny/voucher-purpose');
    expect(refused.length > 0).toBe(meets === 'denied');
    for (const record of refused) {
      expect(record).toMatchObject({ permitted: false, acting_user: 'operatore-7', classes_disclosed: [] });
      expect(record.client).toBeDefined();
    }
    if (meets === 'hidden') {
      const left = itemsOf(outcome) as readonly { scope?: { purpose?: string } }[];
      // Evidence for every purpose counts for housing, too.
      expect(left.every(({ scope }) => scope !== undefined && scope.purpose === undefined)).toBe(true);
    }
  });

  const everything = ['LAV-INV', 'LAV-ESITO', 'TS-INV', 'ADI-CONV'];
  it.each(rows.filter(([, meets]) => meets !== 'open'))(
    'for the purpose: %s is as without one',
    async (name, meets, ask) => {
      // Evidence for every purpose is taken back without a voucher only.
      const purposes = name === 'withdrawConsent' ? null : everything;
      const [free, under] = [await ask(await scene(), null), await ask(await scene(), purposes)];
      expect(isDenied(under)).toBe(false);
      if (meets === 'hidden') expect(itemsOf(under)).toEqual(itemsOf(free));
      if (!('replayed' in under) && !('replayed' in free)) {
        expect([under.refused, under.refused && under.code]).toEqual([free.refused, free.refused && free.code]);
      }
    },
  );

  it('is in every record of its call with who acted', async () => {
    for (const [name, , ask] of rows) {
      const on = await scene();
      const before = (await on.ledger()).length;
      await ask(on, name === 'withdrawConsent' ? null : everything);
      const written = (await on.ledger()).slice(0, -before);
      expect(written.map(({ operation, acting_user }) => `${name} ${operation} ${acting_user}`)).toEqual(
        written.map(({ operation }) => `${name} ${operation} operatore-7`),
      );
    }
  });

  it.each([
    ['LAV-INV', 'SAN-INV'],
    ['SAN-INV', 'LAV-INV'],
  ])('for %s sees nothing of %s in the ledger and among the deliveries', async (own, other) => {
    const on = await scene();
    done(await on.gateway.submitReferral(on.call(comune, null), ReferralRequest.parse(toAsl())));
    const call = on.call(comune, [own]);
    for (const list of ['listExchanges', 'listDeliveries'] as const) {
      const purposesOf = async (asking: typeof call) =>
        (itemsOf(await on.gateway[list](asking, page)) as readonly { purpose?: string }[]).map(
          ({ purpose }) => purpose,
        );
      expect(await purposesOf(on.call(comune, null))).toEqual(expect.arrayContaining([own, other]));
      expect(await purposesOf(call)).toContain(own);
      expect(await purposesOf(call)).not.toContain(other);
    }
    const ofOther = (await on.ledger()).find(({ purpose }) => purpose === other);
    expect(await on.gateway.readExchange(call, { exchange_id: String(ofOther?.id) })).toMatchObject({
      code: 'exchange/not-found',
    });
    const deliveries = itemsOf(await on.gateway.listDeliveries(on.call(comune, null), page)) as readonly {
      id: string;
      purpose: string;
    }[];
    const delivery_id = String(deliveries.find(({ purpose }) => purpose === other)?.id);
    expect(await on.gateway.readDelivery(call, { delivery_id })).toMatchObject({ code: 'delivery/not-found' });
  });

  it.each([
    ['the body for which they acted', comune, true, []],
    ['the administrator', 'cpi-sil', true, ['network:write']],
    ['the body that it was told to', 'cpi-sil', false, []],
  ] as const)('names who acted to %s: %s', async (_, client, isNamed, more) => {
    const on = await scene();
    const call = on.call(client, null);
    const asking = { ...call, caller: { ...call.caller, scopes: [...call.caller.scopes, ...more] } };
    type Record = { readonly id: string; readonly client?: string; readonly acting_user?: string };
    const listed = itemsOf(await on.gateway.listExchanges(asking, page)) as readonly Record[];
    const ofComune = listed.filter((each) => each.client === comune);
    expect(ofComune.length).toBeGreaterThan(0);
    for (const each of ofComune) {
      expect(each.acting_user).toBe(isNamed ? 'operatore-7' : undefined);
      const read = done(await on.gateway.readExchange(asking, { exchange_id: each.id })) as unknown as Record;
      expect(read.acting_user).toBe(each.acting_user);
    }
  });

  it('is told nothing of what the same message did under another', async () => {
    const on = await scene();
    const message = {
      method: 'POST',
      contentType: 'application/json',
      headers: {},
      body: JSON.stringify(householdMessage(1042)),
    };
    const say = (under: Purposes) =>
      on.gateway.receive(on.call('comune-cartella', under), { system_id: 'comune-cartella', message });
    const first = JSON.stringify(done(await say(null)));
    const [id = ''] = /[0-9a-f-]{36}/.exec(first) ?? [];
    expect(id).not.toBe('');
    expect(JSON.stringify(done(await say(null)))).toContain(id);
    expect(JSON.stringify(await say(['CASA-INV']))).not.toContain(id);
  });

  it('submits for its purpose and no other, and both are in the ledger', async () => {
    const on = await scene();
    const under = ['LAV-INV'];
    const other = await on.gateway.submitReferral(on.call(comune, under), ReferralRequest.parse(toAsl()));
    expect(other).toMatchObject({
      code: 'gate/denied',
      detail: expect.stringContaining('deny/voucher-purpose for purpose SAN-INV'),
    });
    done(await on.gateway.submitReferral(on.call(comune, under), ReferralRequest.parse(toCpi())));
    expect((await on.ledger()).slice(0, 2)).toMatchObject([
      { operation: 'referral.submit', purpose: 'LAV-INV', rule: 'permit/matrix', outcome: 'accepted' },
      {
        operation: 'referral.submit',
        purpose: 'SAN-INV',
        rule: 'deny/voucher-purpose',
        outcome: 'denied',
        classes_disclosed: [],
      },
    ]);
  });

  it('for the way there alone shows what was sent, and not what was answered', async () => {
    const on = await scene();
    const event = { type: 'accept' as const, recipient_reference: 'CPI-77' };
    const said = { referral_id: on.referral_id, if_match_version: 1, event };
    expect(await on.gateway.recordReferralEvent(on.call('cpi-sil', ['LAV-INV']), said)).toMatchObject({
      code: 'gate/denied',
    });
    done(await on.gateway.recordReferralEvent(on.call('cpi-sil', ['LAV-ESITO']), said));
    const read = async (...under: string[]) =>
      JSON.stringify(done(await on.gateway.readReferral(on.call(comune, under), on)));
    expect(await read('LAV-INV')).toContain(elena.tax_code);
    expect(await read('LAV-INV')).not.toContain('CPI-77');
    expect(await read('LAV-INV', 'LAV-ESITO')).toContain('CPI-77');
    expect(await on.gateway.readReferral(on.call(comune, ['LAV-ESITO']), on)).toMatchObject({ code: 'gate/denied' });
  });

  it('lets a person say no under any purpose, and opens nothing beyond its own', async () => {
    const on = await scene();
    const say = (more: object) =>
      on.gateway.registerConsent(on.call(comune, ['CASA-INV']), ConsentRequest.parse(evidence(elena.tax_code, more)));
    const objection = done(await say({ kind: 'objection', scope: {} }));
    expect(await say({ scope: {} })).toMatchObject({ code: 'gate/denied' });
    const at = { withdrawn_at: on.world.clock.now() };
    const withdraw = (consent_id: string, ...under: string[]) =>
      on.gateway.withdrawConsent(on.call(comune, under), { consent_id, ...at });
    expect(await withdraw(objection.id, 'CASA-INV')).toMatchObject({ code: 'gate/denied' });
    done(await withdraw(on.consent_id, 'CASA-INV'));
  });

  it('finds the pseudonym of who its purposes have to do with', async () => {
    const on = await scene();
    const found = async (client: string, under: Purposes) =>
      ((await on.gateway.searchSubject(on.call(client, under), { tax_code: elena.tax_code })) as { refused: boolean })
        .refused;
    expect(await found('cpi-sil', null)).toBe(false);
    expect(await found('cpi-sil', ['LAV-INV'])).toBe(false);
    expect(await found('cpi-sil', ['SAN-INV'])).toBe(true);
  });

  it('stays behind when what it asked for is delivered, and who asked goes along', async () => {
    const on = await scene();
    await on.dispatch();
    const mine = on.sentFor.find((each) => each?.delivery_id === on.delivery_id);
    expect(mine).toMatchObject({ acting_user: 'operatore-7', client: comune });
    const shown = done(await on.gateway.readDelivery(on.call(comune, null), on));
    expect(shown).not.toHaveProperty('acting_user');
    const told = (await on.ledger()).filter(({ operation }) => operation === 'referral.deliver');
    expect(told.map(({ permitted }) => permitted)).toEqual(told.map(() => true));
    expect(told.length).toBeGreaterThan(0);
  });
});
