import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Network } from '../../contracts/canonical/network.ts';
import {
  checkNetwork,
  createCurrentNetwork,
  type Deployment,
  networkBytesMax,
  readDocument,
  viewOf,
} from '../../src/network/index.ts';

const adapters = new Map([
  ['demo', { options: z.strictObject({ wsdl: z.enum(['v1', 'v2']).optional() }) }],
  ['mailbox', { options: z.strictObject({}) }],
]);
const ecKey = {
  kty: 'EC',
  crv: 'P-256',
  // RFC 7517 appendix A.1.
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};
const rsaKey = { kty: 'RSA', n: 'A'.repeat(342), e: 'AQAB' };
const basicHash = `pbkdf2-sha256$100000$${'a'.repeat(22)}$${'b'.repeat(43)}`;

type Draft = Record<string, Record<string, unknown>[]> & { territory: unknown };

/** A document without fault, for each test to break. */
const sound = () => ({
  territory: { id: 'ats-colline', name: 'ATS Colline' },
  organizations: [
    { id: 'comune', name: 'Comune di Borgoverde', kind: 'comune' },
    { id: 'cpi', name: "Centro per l'impiego", kind: 'cpi' },
    { id: 'asl', name: 'ASL', kind: 'asl' },
  ],
  services: [{ id: 'patto', name: 'Patto di servizio', kind: 'labour_activation', providers: ['cpi'] }],
  agreements: [
    {
      id: 'protocollo',
      title: 'Protocollo',
      parties: ['comune', 'cpi'],
      purposes: ['LAV-INV', 'LAV-ESITO'],
      services: ['patto'],
      valid_from: '2026-01-01',
    },
  ],
  systems: [
    { id: 'comune-csi', organization: 'comune', adapter: 'mailbox' },
    {
      id: 'cpi-sil',
      organization: 'cpi',
      adapter: 'demo',
      address: 'https://sil.example.it/base',
      credentials: { scheme: 'basic', secret: 'SIL' },
    },
  ],
  clients: [
    {
      id: 'comune-app',
      organization: 'comune',
      system: 'comune-csi',
      scopes: ['referrals:write'],
      jwks: { keys: [ecKey] },
    },
    { id: 'cpi-app', organization: 'cpi', scopes: ['inbound:write'], basic_secret_hash: basicHash },
  ],
  purpose_overrides: [{ purpose: 'LAV-INV', recipient_kind: 'cpi', remove: ['education'] }],
});

/** The faults, as `pointer code`, after the change. */
function faultsAfter(change: (document: Draft) => void, deployment?: Deployment): string[] {
  const document = sound() as unknown as Draft;
  change(document);
  const checked = checkNetwork(document, adapters, deployment);
  return checked.ok ? [] : checked.faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

const entry = (list: Record<string, unknown>[] | undefined, index: number) => {
  const found = list?.[index];
  if (found === undefined) throw new Error('no such entry');
  return found;
};
const set =
  (collection: string, index: number, members: Record<string, unknown>) =>
  (document: Draft): void => {
    Object.assign(entry(document[collection], index), members);
  };

describe('a network document', () => {
  it('without fault is accepted as it is', () => {
    expect(checkNetwork(sound(), adapters)).toEqual({ ok: true, document: sound() });
  });

  it.each<[string, (document: Draft) => void, string[]]>([
    [
      'an organization twice',
      set('organizations', 1, { id: 'comune' }),
      [
        '/organizations/1/id duplicate',
        '/services/0/providers/0 unknown_reference',
        '/agreements/0/parties/1 unknown_reference',
        '/systems/1/organization unknown_reference',
        '/clients/1/organization unknown_reference',
      ],
    ],
    ['a system twice', (d) => d.systems?.push({ ...entry(d.systems, 0) }), ['/systems/2/id duplicate']],
    ['a client twice', (d) => d.clients?.push({ ...entry(d.clients, 1) }), ['/clients/2/id duplicate']],
    [
      'a service without such a provider',
      set('services', 0, { providers: ['cpi', 'nobody'] }),
      ['/services/0/providers/1 unknown_reference'],
    ],
    ['a provider twice', set('services', 0, { providers: ['cpi', 'cpi'] }), ['/services/0/providers/1 duplicate']],
    [
      'an unknown party',
      set('agreements', 0, { parties: ['comune', 'cpi', 'x1'] }),
      ['/agreements/0/parties/2 unknown_reference'],
    ],
    [
      'an unknown service in an agreement',
      set('agreements', 0, { services: ['patto', 'altro'] }),
      ['/agreements/0/services/1 unknown_reference'],
    ],
    [
      'a service that no party provides',
      set('agreements', 0, { parties: ['comune', 'asl'] }),
      ['/agreements/0/services/0 not_provided'],
    ],
    [
      'an unknown purpose',
      set('agreements', 0, { purposes: ['LAV-ESITO', 'XX-YY'] }),
      ['/agreements/0/purposes/1 unknown_purpose'],
    ],
    [
      'a purpose whose answers could not go back',
      set('agreements', 0, { purposes: ['LAV-INV'] }),
      ['/agreements/0/purposes/0 return_purpose_missing'],
    ],
    [
      'a way back that another agreement of the two gives',
      (d) => {
        d.agreements?.push({ ...entry(d.agreements, 0), id: 'esiti', purposes: ['LAV-ESITO'] });
        set('agreements', 0, { purposes: ['LAV-INV'] })(d);
      },
      [],
    ],
    [
      'a way back for another pair only',
      (d) => {
        d.organizations?.push({ id: 'ats', name: 'ATS', kind: 'ats' });
        d.agreements?.push({
          ...entry(d.agreements, 0),
          id: 'esiti',
          purposes: ['LAV-ESITO'],
          parties: ['ats', 'cpi'],
        });
        set('agreements', 0, { purposes: ['LAV-INV'] })(d);
      },
      ['/agreements/0/purposes/0 return_purpose_missing'],
    ],
    [
      'a way back that may stand in a broken agreement',
      (d) => {
        d.agreements?.push({ ...entry(d.agreements, 0), id: 'esiti', title: 7 });
        set('agreements', 0, { purposes: ['LAV-INV'] })(d);
      },
      ['/agreements/1/title wrong_type'],
    ],
    [
      'a purpose that none of the parties receives, and so none answers',
      (d) => {
        set('agreements', 0, { purposes: ['SAN-INV'] })(d);
      },
      [],
    ],
    [
      'an agreement that ends before it begins',
      set('agreements', 0, { valid_until: '2025-12-31' }),
      ['/agreements/0/valid_until ends_before_it_begins'],
    ],
    [
      'an override of an unknown purpose',
      set('purpose_overrides', 0, { purpose: 'XX-YY' }),
      ['/purpose_overrides/0/purpose unknown_purpose'],
    ],
    [
      'an override where nobody receives',
      set('purpose_overrides', 0, { recipient_kind: 'asl' }),
      ['/purpose_overrides/0/recipient_kind no_such_cell'],
    ],
    [
      'a widening without its document',
      set('purpose_overrides', 0, { add: ['health'] }),
      ['/purpose_overrides/0/document missing'],
    ],
    [
      'functions in a team that the kind of body does not provide, or twice',
      set('organizations', 1, { team_functions: ['cpi_operator', 'social_worker', 'cpi_operator'] }),
      ['/organizations/1/team_functions/2 duplicate', '/organizations/1/team_functions/1 not_of_kind'],
    ],
    [
      'fewer functions than the kind of body provides',
      set('organizations', 2, { team_functions: ['psychologist'] }),
      [],
    ],
    [
      'a function in a team that nobody knows',
      set('organizations', 1, { team_functions: ['astrologer'] }),
      ['/organizations/1/team_functions/0 not_in_list'],
    ],
    [
      'functions of a body of no known kind',
      set('organizations', 2, { kind: 'guild', team_functions: ['school'] }),
      ['/organizations/2/kind not_in_list'],
    ],
    [
      'a head without an address, or with one that could end a header',
      (d) => {
        set('organizations', 0, { head: { given_name: 'Marta', family_name: 'Ferri' } })(d);
        set('organizations', 1, {
          head: { given_name: 'Sandro', family_name: 'Galli', email: '"a\r\nBcc: b"@example.it' },
        })(d);
        set('organizations', 2, {
          head: { given_name: 'Irene', family_name: 'Costa', email: 'a@example.it', language: 'es', phone: '1' },
        })(d);
      },
      [
        '/organizations/0/head/email missing',
        '/organizations/1/head/email invalid_format',
        '/organizations/2/head/language not_in_list',
        '/organizations/2/head/phone unknown_member',
      ],
    ],
    [
      'settings of convocations that cannot be',
      (d) =>
        Object.assign(d, {
          convocations: { meetings_per_day_max: 0, reminder_days: [7, 1, 7], document_days: 91, colour: 'red' },
        }),
      [
        '/convocations/meetings_per_day_max out_of_range',
        '/convocations/document_days out_of_range',
        '/convocations/colour unknown_member',
        '/convocations/reminder_days/2 duplicate',
      ],
    ],
    [
      'settings of convocations that are none',
      (d) => Object.assign(d, { convocations: [] }),
      ['/convocations wrong_type'],
    ],
    ['the id of a relay of the gateway', set('systems', 1, { id: 'mail-relay' }), ['/systems/1/id reserved']],
    ['an unknown adapter', set('systems', 1, { adapter: 'telex' }), ['/systems/1/adapter unknown_adapter']],
    [
      'an adapter setting with a wrong value',
      set('systems', 1, { options: { wsdl: 'v3' } }),
      ['/systems/1/options/wsdl not_in_list'],
    ],
    [
      'an adapter setting nobody knows',
      set('systems', 1, { options: { wdsl: 'v1' } }),
      ['/systems/1/options/wdsl unknown_member'],
    ],
    ['a system without address', set('systems', 1, { address: undefined }), ['/systems/1/address missing']],
    [
      'a mailbox with an address',
      set('systems', 0, { address: 'https://a.example.it' }),
      ['/systems/0/address not_used'],
    ],
    [
      'an address in the clear',
      set('systems', 1, { address: 'http://sil.example.it' }),
      ['/systems/1/address insecure_address'],
    ],
    [
      'an address in the clear that looks local',
      set('systems', 1, { address: 'http://127.0.0.1.example.it' }),
      ['/systems/1/address insecure_address'],
    ],
    [
      'a private address in the clear',
      set('systems', 1, { address: 'http://10.0.0.5' }),
      ['/systems/1/address insecure_address'],
    ],
    ['an address on this machine', set('systems', 1, { address: 'http://127.0.0.1:9000' }), []],
    [
      'credentials in an address',
      set('systems', 1, { address: 'https://me:word@sil.example.it' }),
      ['/systems/1/address credentials_in_address'],
    ],
    [
      'a query in an address',
      set('systems', 1, { address: 'https://sil.example.it/?wsdl' }),
      ['/systems/1/address not_a_base_address'],
    ],
    ['an address that is none', set('systems', 1, { address: 'sil' }), ['/systems/1/address invalid_format']],
    [
      'a scheme without secret',
      set('systems', 1, { credentials: { scheme: 'bearer' } }),
      ['/systems/1/credentials/secret missing'],
    ],
    [
      'a secret without scheme',
      set('systems', 1, { credentials: { scheme: 'none', secret: 'SIL' } }),
      ['/systems/1/credentials/secret not_used'],
    ],
    [
      'a client of nobody',
      set('clients', 1, { organization: 'nobody' }),
      ['/clients/1/organization unknown_reference'],
    ],
    ['a client of no system', set('clients', 0, { system: 'nothing' }), ['/clients/0/system unknown_reference']],
    [
      "a client of another body's system",
      set('clients', 0, { system: 'cpi-sil' }),
      ['/clients/0/system foreign_system'],
    ],
    [
      'a scope twice',
      set('clients', 1, { scopes: ['inbound:write', 'inbound:write'] }),
      ['/clients/1/scopes/1 duplicate'],
    ],
    [
      'a client that cannot authenticate',
      set('clients', 0, { jwks: undefined }),
      ['/clients/0 no_way_to_authenticate'],
    ],
    [
      'a client with two ways',
      set('clients', 0, { basic_secret_hash: basicHash }),
      ['/clients/0 two_ways_to_authenticate'],
    ],
    [
      'a hash that is too weak',
      set('clients', 1, { basic_secret_hash: basicHash.replace('100000', '10000') }),
      ['/clients/1/basic_secret_hash wrong_iterations'],
    ],
    [
      'a private key',
      set('clients', 0, { jwks: { keys: [{ ...ecKey, d: 'x' }] } }),
      ['/clients/0/jwks/keys/0/d private_key'],
    ],
    [
      'a private RSA key',
      set('clients', 0, { jwks: { keys: [{ ...rsaKey, d: 'x', p: 'y' }] } }),
      ['/clients/0/jwks/keys/0/d private_key', '/clients/0/jwks/keys/0/p private_key'],
    ],
    [
      'a shared secret as key',
      set('clients', 0, { jwks: { keys: [{ kty: 'oct', k: 'x' }] } }),
      ['/clients/0/jwks/keys/0/k private_key', '/clients/0/jwks/keys/0/kty wrong_key'],
    ],
    [
      'another curve',
      set('clients', 0, { jwks: { keys: [{ ...ecKey, crv: 'P-384' }] } }),
      ['/clients/0/jwks/keys/0/crv not_in_list'],
    ],
    [
      'a point beside the curve',
      set('clients', 0, { jwks: { keys: [{ ...ecKey, y: ecKey.x }] } }),
      ['/clients/0/jwks/keys/0 wrong_key'],
    ],
    [
      'a long RSA key',
      set('clients', 0, { jwks: { keys: [{ ...rsaKey, n: 'A'.repeat(1367) }] } }),
      ['/clients/0/jwks/keys/0/n wrong_length'],
    ],
    [
      'an RSA key with a long exponent',
      set('clients', 0, { jwks: { keys: [{ ...rsaKey, e: 'A'.repeat(12) }] } }),
      ['/clients/0/jwks/keys/0/e wrong_length'],
    ],
    [
      'a short RSA key',
      set('clients', 0, { jwks: { keys: [{ ...rsaKey, n: 'A'.repeat(171) }] } }),
      ['/clients/0/jwks/keys/0/n wrong_length'],
    ],
    [
      'a key for another algorithm',
      set('clients', 0, { jwks: { keys: [{ ...rsaKey, alg: 'PS256' }] } }),
      ['/clients/0/jwks/keys/0/alg not_in_list'],
    ],
    [
      'a key for encryption',
      set('clients', 0, { jwks: { keys: [{ ...ecKey, use: 'enc' }] } }),
      ['/clients/0/jwks/keys/0/use not_in_list'],
    ],
    [
      'several keys without names',
      set('clients', 0, { jwks: { keys: [ecKey, rsaKey] } }),
      ['/clients/0/jwks/keys/0/kid missing', '/clients/0/jwks/keys/1/kid missing'],
    ],
    [
      'two keys of one name',
      set('clients', 0, {
        jwks: {
          keys: [
            { ...ecKey, kid: 'a' },
            { ...rsaKey, kid: 'a' },
          ],
        },
      }),
      ['/clients/0/jwks/keys/1/kid duplicate'],
    ],
    [
      'two keys of two names',
      set('clients', 0, {
        jwks: {
          keys: [
            { ...ecKey, kid: 'a' },
            { ...rsaKey, kid: 'b' },
          ],
        },
      }),
      [],
    ],
    ['a member nobody knows', set('organizations', 0, { colour: 'red' }), ['/organizations/0/colour unknown_member']],
    ['a missing name', set('organizations', 0, { name: undefined }), ['/organizations/0/name missing']],
    ['a list that is none', (d) => Object.assign(d, { agreements: 'none' }), ['/agreements wrong_type']],
  ])('with %s is told so', (_, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });

  it('tells every fault of every entry at once, and does not call a broken entry missing', () => {
    const faults = faultsAfter((document) => {
      set('organizations', 1, { kind: 'office' })(document);
      set('agreements', 0, { purposes: ['XX-YY'], valid_until: '2020-01-01' })(document);
      set('clients', 0, { jwks: undefined, system: 'nothing' })(document);
    });
    expect(faults).toEqual([
      '/organizations/1/kind not_in_list',
      '/clients/0/system unknown_reference',
      '/agreements/0/purposes/0 unknown_purpose',
      '/agreements/0/valid_until ends_before_it_begins',
      '/clients/0 no_way_to_authenticate',
    ]);
  });

  it('that names a secret the deployment does not have is told so, where the deployment is known', () => {
    const deployment = (secrets: Record<string, string>) => ({
      secretOf: (name: string) => secrets[name],
      local: false,
    });
    expect(faultsAfter(() => {}, deployment({}))).toEqual(['/systems/1/credentials/secret unknown_secret']);
    expect(faultsAfter(() => {}, deployment({ SIL: 'user:word' }))).toEqual([]);
  });

  it.each([['nocolon'], [':word'], ['user:']])('is told that the secret %s is none for the scheme basic', (secret) => {
    const deployment = { secretOf: () => secret, local: false };
    const checked = checkNetwork(sound(), adapters, deployment);
    expect(checked).toMatchObject({
      ok: false,
      faults: [
        {
          pointer: '/systems/1/credentials/secret',
          code: 'malformed_secret',
          detail: 'RACCORDO_SECRET_SIL must be user:password for the scheme basic',
        },
      ],
    });
    expect(faultsAfter(set('systems', 1, { credentials: { scheme: 'bearer', secret: 'SIL' } }), deployment)).toEqual(
      [],
    );
  });

  it('tells what an entry refers to in vain although another member of it is broken', () => {
    const faults = faultsAfter((document) => {
      set('services', 0, { kind: 'none', providers: ['nobody'] })(document);
      set('agreements', 0, { title: 7, parties: ['comune', 'x1'], purposes: ['XX-YY'], valid_until: '2020-01-01' })(
        document,
      );
      set('systems', 1, { address: 'sil', adapter: 'none', organization: 'x2', colour: 'red' })(document);
      set('clients', 0, { scopes: ['all'], organization: 'x3', jwks: undefined })(document);
    });
    expect(faults.toSorted()).toEqual([
      '/agreements/0/parties/1 unknown_reference',
      '/agreements/0/purposes/0 unknown_purpose',
      '/agreements/0/services/0 not_provided',
      '/agreements/0/title wrong_type',
      '/agreements/0/valid_until ends_before_it_begins',
      '/clients/0 no_way_to_authenticate',
      '/clients/0/organization unknown_reference',
      '/clients/0/scopes/0 not_in_list',
      '/clients/0/system foreign_system',
      '/services/0/kind not_in_list',
      '/services/0/providers/0 unknown_reference',
      '/systems/1/adapter unknown_adapter',
      '/systems/1/address invalid_format',
      '/systems/1/colour unknown_member',
      '/systems/1/organization unknown_reference',
    ]);
  });

  it('does not call missing, or wrong, what is there and broken', () => {
    const faults = faultsAfter((document) => {
      set('systems', 1, { address: 7, options: [] })(document);
      set('clients', 0, { jwks: { keys: 'none' } })(document);
    });
    expect(faults).toEqual([
      '/systems/1/address wrong_type',
      '/systems/1/options wrong_type',
      '/clients/0/jwks/keys wrong_type',
    ]);
  });

  it.each([[null], [undefined], [7], ['text'], [[]], [{ territory: 7 }]])(
    'that is %j has faults and throws nothing',
    (input) => {
      expect(checkNetwork(input, adapters)).toMatchObject({ ok: false });
    },
  );

  it('never repeats a value in its faults', () => {
    const checked = checkNetwork(
      { ...sound(), organizations: [{ id: 'PLANTED-VALUE', name: 7, kind: 'PLANTED-VALUE' }] },
      adapters,
    );
    expect(checked.ok).toBe(false);
    expect(JSON.stringify(checked)).not.toContain('PLANTED-VALUE');
  });
});

describe('the text of a network document', () => {
  it('may be YAML or JSON', () => {
    expect(readDocument('a: 1\nb: [2026-01-01, yes]\n')).toMatchObject({
      ok: true,
      value: { a: 1, b: ['2026-01-01', 'yes'] },
    });
    expect(readDocument('{"a": [1, {"b": null}]}')).toMatchObject({ ok: true, value: { a: [1, { b: null }] } });
  });

  it('gives the line of each place, and of the holder where the place itself is missing', () => {
    const read = readDocument('territory:\n  id: x\nclients:\n  - id: one\n  - id: two\n    scopes: []\n');
    if (!read.ok) throw new Error('unreadable');
    expect(
      ['/territory/id', '/clients/1/id', '/clients/1/scopes', '/clients/1/jwks/keys', '/nothing', ''].map(read.lineOf),
    ).toEqual([2, 5, 6, 5, 1, 1]);
  });

  it.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 3],
    ['a bracket that never closes', 'a: 1\nb: [1, 2\n', 3],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2],
    ['a tag nobody knows', 'a: !secret x\n', 1],
    ['a key that is no text', 'a: 1\n[x, y]: 2\n', 2],
  ])('with %s is refused with its line', (_, text, line) => {
    expect(readDocument(text)).toMatchObject({ ok: false, faults: [{ line, fault: { code: 'unreadable' } }] });
  });

  it('with an alias of nothing is refused', () => {
    expect(readDocument('a: 1\nb: *c\n')).toMatchObject({ ok: false, faults: [{ fault: { code: 'bad_alias' } }] });
  });

  it('that multiplies itself through aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`,
    );
    expect(readDocument(['l0: &l0 [x]', ...levels].join('\n'))).toMatchObject({
      ok: false,
      faults: [{ fault: { code: 'bad_alias' } }],
    });
  });

  it('that nests without end is refused', () => {
    expect(readDocument('['.repeat(200_000))).toMatchObject({ ok: false });
    expect(readDocument('{"a":'.repeat(100_000))).toMatchObject({ ok: false });
  });

  it('that is too large is refused', () => {
    expect(readDocument('x'.repeat(networkBytesMax + 1))).toMatchObject({
      ok: false,
      faults: [{ fault: { code: 'too_large' } }],
    });
  });
});

describe('the view of a network', () => {
  const document = () => {
    const checked = checkNetwork(sound(), adapters);
    if (!checked.ok) throw new Error('not sound');
    return checked.document;
  };

  it('finds everything by its id', () => {
    const view = viewOf(document(), 3);
    expect(view.version).toBe(3);
    expect(view.organization('cpi')?.kind).toBe('cpi');
    expect(view.service('patto')?.providers).toEqual(['cpi']);
    expect(view.system('cpi-sil')?.adapter).toBe('demo');
    expect(view.client('cpi-app')?.organization).toBe('cpi');
    expect([view.organization('x'), view.service('x'), view.system('x'), view.client('x'), view.purpose('x')]).toEqual(
      Array(5).fill(undefined),
    );
    expect([view.organization('constructor'), view.client('__proto__')]).toEqual([undefined, undefined]);
  });

  it('finds the systems of a body, and what two bodies agreed', () => {
    const view = viewOf(document(), 1);
    expect(view.systemsOf('cpi').map(({ id }) => id)).toEqual(['cpi-sil']);
    expect(view.systemsOf('asl')).toEqual([]);
    expect(view.agreementsBetween('cpi', 'comune').map(({ id }) => id)).toEqual(['protocollo']);
    expect(view.agreementsBetween('cpi', 'asl')).toEqual([]);
  });

  it('knows the purposes as the network narrowed them', () => {
    const cell = viewOf(document(), 1)
      .purpose('LAV-INV')
      ?.matrix.find(({ recipient_kind }) => recipient_kind === 'cpi');
    expect(cell?.classes).toContain('labour');
    expect(cell?.classes).not.toContain('education');
  });
});

describe('the network in force', () => {
  function storeOf(document: Network) {
    const store = { version: 1, reads: 0, checks: 0 };
    const clock = { nowMs: 0 };
    const network = async () => {
      store.reads += 1;
      return { version: store.version, document, applied_by: 'ats-app' };
    };
    const networkVersion = async () => {
      store.checks += 1;
      return store.version;
    };
    const current = createCurrentNetwork({
      store: { network, networkVersion },
      now: () => new Date(clock.nowMs).toISOString(),
      checkEveryMs: 1000,
    });
    return { store, clock, current };
  }
  const anyDocument = sound() as unknown as Network;

  it('is read once, and its version asked once a second', async () => {
    const { store, clock, current } = storeOf(anyDocument);
    for (const nowMs of [0, 1, 999, 1000, 1500, 2000]) {
      clock.nowMs = nowMs;
      await current.get();
    }
    expect(store).toMatchObject({ reads: 1, checks: 2 });
  });

  it('is read again when another version is in force, at once where it is known to be', async () => {
    const { store, clock, current } = storeOf(anyDocument);
    await current.get();
    store.version = 2;
    expect((await current.get())?.version).toBe(1);
    clock.nowMs = 1000;
    expect((await current.get())?.version).toBe(2);
    store.version = 3;
    current.forget();
    expect((await current.get())?.version).toBe(3);
  });

  it('is known as it was while the store does not answer, but not in force', async () => {
    const { clock, store, current } = storeOf(anyDocument);
    await current.get();
    clock.nowMs = 1000;
    Object.defineProperty(store, 'checks', {
      get: () => {
        throw new Error('gone');
      },
    });
    await expect(current.get()).rejects.toThrow('gone');
    expect((await current.known())?.version).toBe(1);
  });

  it('is none before the first document', async () => {
    const store = { network: async () => null, networkVersion: async () => 0 };
    const current = createCurrentNetwork({ store, now: () => new Date(0).toISOString(), checkEveryMs: 1000 });
    expect(await current.get()).toBeNull();
  });
});
