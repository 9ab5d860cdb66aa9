import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { IntentResult, WireAnswer } from '../../src/ports.ts';
import { readJson, readMessage } from '../../test/conformance/adapter-golden.ts';
import { asDisclosed } from '../../test/conformance/adapter-message.ts';
import { context, withProfile } from '../../test/conformance/demo-case-system.ts';
import { Options } from './config.ts';
import { municipalJson } from './index.ts';
import { misunderstandings, outcomes } from './outcomes.ts';
import { simulateCaseSystem } from './simulator.ts';

const example = (name: string, file: string) => new URL(`./examples/${name}/${file}`, import.meta.url);
const household = readMessage(example('household', 'read.http'));
const appointment = readJson(example('appointment', 'write.json')) as PartialReferralMessage;
type MemberOf<T> = T extends unknown ? keyof T : never;
type Json = { [member: string]: unknown };

const write = async (message: PartialReferralMessage, at = context) => {
  const step = await municipalJson.write(asDisclosed(message), at);
  if (!('send' in step)) throw new Error('nothing is sent');
  return { findings: step.findings, body: JSON.parse(step.send.body ?? '') as Json, next: step.next };
};
const answer = async (wire: Partial<WireAnswer>, at = context) => {
  const step = await (await write(appointment, at)).next({ status: 200, headers: {}, body: '', ...wire });
  if (!('verdict' in step)) throw new Error('there is more to send');
  return step.verdict;
};

describe('our message in the words of the vendor', () => {
  it('tells a state that no list knows as one to be verified, with the word itself', async () => {
    const later = { ...appointment, status: 'delegated' } as unknown as PartialReferralMessage;
    expect((await write(later)).body).toMatchObject({ stato: 'DA_VERIFICARE', stato_originale: 'delegated' });
  });

  it('has a finding for what the profile neither uses nor ignores', async () => {
    const silent = withProfile({
      outbound: '{ "id_messaggio": message_id }',
      ignores: { inbound: [], outbound: ['/request'] },
    });
    expect((await write(appointment, silent)).findings).toEqual([
      { pointer: '/event', code: 'not_mapped' },
      { pointer: '/progress', code: 'not_mapped' },
    ]);
    expect((await write(appointment)).findings).toEqual([]);
  });

  it('says nothing that the message does not say', async () => {
    const bare = { ...appointment, request: {}, progress: {}, withheld: ['case_reference', 'service_status'] };
    const { event: _, ...without } = bare;
    expect(Object.keys((await write(without)).body).sort()).toEqual(
      [
        'data_ora',
        'ente',
        'evento',
        'id_invio',
        'id_messaggio',
        'non_comunicati',
        'servizio',
        'stato',
        'stato_originale',
        'versione',
      ].sort(),
    );
  });
});

describe('the answer of the vendor', () => {
  it.each<[string, string, number | undefined]>([
    ['seconds', '120', 120_000],
    ['a date', 'Sun, 22 Nov 2026 10:05:00 GMT', 300_000],
    ['a date that is past', 'Sun, 22 Nov 2026 09:00:00 GMT', undefined],
    ['more than a day', '999999999', 86_400_000],
    ['no time', 'domani', undefined],
  ])('wishes for a wait in %s', async (_, value, ms) => {
    expect((await answer({ status: 503, headers: { 'retry-after': value } })).retryAfterMs).toBe(ms);
  });

  it('gives its reason only in words of the profile', async () => {
    const said = (codice: string) => answer({ body: JSON.stringify({ esito: 'KO', codice }) });
    expect((await said('PRATICA_CHIUSA')).detail).toContain('case-closed');
    const open = withProfile({ answer: '{ "taken": false, "code": $lowercase(codice) }' });
    const verdict = await answer({ body: '{"codice":"RSSMRA80A41H501Y"}' }, open);
    expect(verdict).toMatchObject({ outcome: 'refused', code: 'municipal-json/answered-no' });
    expect(verdict.detail.toLowerCase()).not.toContain('rssmra');
  });

  it.each(['"PRATICA CHIUSA"', '"Ok"', '""', '17', '{ "a": 1 }', '$pad("", 61, "a")'])(
    'is not overturned by a code that is none: %s',
    async (code) => {
      const saying = (taken: boolean) => withProfile({ answer: `{ "taken": ${taken}, "code": ${code} }` });
      const findings = [{ pointer: '', code: 'answer_code_ignored' }];
      expect(await answer({ body: '{}' }, saying(true))).toEqual({ ...outcomes.accepted, findings });
      expect(await answer({ body: '{}' }, saying(false))).toEqual({ ...outcomes.answered_no, findings });
    },
  );

  it('is taken whatever stands beside it, and else must be understood whole', async () => {
    const saying = (text: string) => answer({ body: '{}' }, withProfile({ answer: text }));
    expect(await saying('{ "taken": true, "later": "no", "nota": 1 }')).toEqual(outcomes.accepted);
    expect(await saying('{ "taken": true, "code": null }')).toEqual(outcomes.accepted);
    expect(await saying('{ "taken": false, "later": "no" }')).toEqual(outcomes.answer_not_understood);
    expect(await saying('{ "taken": false, "nota": 1 }')).toEqual(outcomes.answer_not_understood);
    expect(await saying('{ "taken": "true" }')).toEqual(outcomes.answer_not_understood);
  });

  it('counts by its status alone only where the profile reads no answer, and then it must be JSON or nothing', async () => {
    const { answer: _, ...profile } = context.options.profile;
    const plain = { ...context, options: { ...context.options, profile } };
    expect(await answer({ status: 201 }, plain)).toMatchObject({ outcome: 'delivered' });
    expect(await answer({ status: 201, body: '{"x":1}' }, plain)).toMatchObject({ outcome: 'delivered' });
    expect(await answer({ status: 201, body: '<html>' }, plain)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('what the vendor is told', () => {
  const results: IntentResult[] = [
    { ok: true, referral_id: '019aa3c0-7d52-7a10-8f00-000000000201', version: 1, status: 'requested' },
  ];

  it('is the truth in our words where the expression fails', async () => {
    for (const acknowledgement of ['$error("x")', '{ "status": 999, "body": {} }', 'nothing', '{ "status": 200 }']) {
      const reply = await municipalJson.acknowledge?.(results, withProfile({ acknowledgement }));
      expect(reply).toMatchObject({ status: 200, body: JSON.stringify({ results }) });
    }
  });

  it('comes back to the simulated system as it was sent', async () => {
    const partner = simulateCaseSystem({
      post: async (body) => {
        const reading = await municipalJson.read?.({ ...household, body }, context);
        const problem = { ok: false, status: 422, code: 'inbound/not-understood', detail: 'No.', errors: [] } as const;
        return (
          (await municipalJson.acknowledge?.(reading?.understood ? results : { problem }, context)) ?? {
            status: 500,
            body: '{}',
          }
        );
      },
    });
    expect(await partner.send(JSON.parse(household.body))).toMatchObject({ status: 200, reply: { esito: 'OK' } });
    expect(await partner.send({ tipo_messaggio: 'BATTITO' })).toMatchObject({ status: 422, reply: { esito: 'KO' } });
    expect(partner.sent).toHaveLength(2);
  });
});

describe('the settings', () => {
  it('name each expression that is not one', () => {
    const profile = { ...context.options.profile, inbound: '{ "a": ', outbound: '$eval("1")', answer: '/(a+)+/' };
    const parsed = Options.safeParse({ ...context.options, profile });
    expect(parsed.error?.issues.map(({ path }) => path.join('/'))).toEqual([
      'profile/inbound',
      'profile/outbound',
      'profile/answer',
    ]);
  });

  it('say per system whether a repeat is harmless', () => {
    const { deduplicates } = municipalJson;
    const options = Options.parse({ profile: { ...context.options.profile } });
    expect(typeof deduplicates === 'function' && [deduplicates(options), deduplicates(context.options)]).toEqual([
      false,
      true,
    ]);
  });
});

describe('the README', () => {
  it('names every member that an acknowledgement gets', () => {
    const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    const members: Record<MemberOf<IntentResult>, true> = {
      ok: true,
      referral_id: true,
      version: true,
      status: true,
      code: true,
      detail: true,
      errors: true,
      reference: true,
    };
    for (const member of Object.keys(members)) expect(text).toMatch(new RegExp(`^\\| \`${member}\` \\|`, 'm'));
  });

  it('names every code with its outcome', () => {
    const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    for (const { code, outcome } of Object.values(outcomes)) expect(text).toContain(`| \`${code}\` | ${outcome} |`);
    for (const { code } of Object.values(misunderstandings)) expect(text).toContain(`| \`${code}\` |`);
  });
});
