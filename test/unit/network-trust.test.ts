import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/registry.ts';
import demoKeys from '../../contracts/catalogue/demo-keys.json' with { type: 'json' };
import { checkDeployed, checkNetwork, type Deployment, standingFaults } from '../../src/network/index.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { pdndIds, pdndKid, pdndSecrets, withPdnd } from '../world/pdnd-network.ts';
import { networkIn } from '../world/start-world.ts';

type Document = Record<string, unknown>;
const labels = (length: number) => 'A'.repeat(length);
const rsaPrivate = {
  kty: 'RSA',
  n: labels(342),
  e: 'AQAB',
  d: labels(342),
  p: labels(171),
  q: labels(171),
  dp: labels(171),
  dq: labels(171),
  qi: labels(171),
};
const { crv, d, kty, x, y } = Object.values(demoKeys.private_keys).find((key) => key.kty === 'EC') as Record<
  string,
  string
>;
const ecPrivate = { kty, crv, x, y, d };
const ecPublic = { kty, crv, x, y };

const rsa = JSON.stringify(rsaPrivate);
const named = (jwk: object, label: string) => JSON.stringify({ ...jwk, kid: pdndKid(label) });
const secrets: Record<string, string> = {
  [pdndSecrets.replies]: named(ecPrivate, 'raccordo-risposte'),
  [pdndSecrets.api]: named(rsaPrivate, 'raccordo-api'),
  [pdndSecrets.partner]: named(rsaPrivate, 'raccordo-cpi'),
};
const deployment = (more: Record<string, string | undefined> = {}): Deployment => ({
  secretOf: (name) => ({ ...secrets, ...more })[name],
  local: true,
});

const sound = (): Document => JSON.parse(JSON.stringify(withPdnd(networkIn(demoNetworkText))));
const index = (collection: string, id: string): number => {
  const found = (sound()[collection] as { id: string }[]).findIndex((each) => each.id === id);
  if (found < 0) throw new Error(`the document has no ${id}`);
  return found;
};
const client = `/clients/${index('clients', 'comune-sportello')}`;
const other = `/clients/${index('clients', 'comune-cartella')}`;
const foreign = `/clients/${index('clients', 'asl-cup')}`;
const basic = (sound().clients as { id: string; basic_secret_hash?: string }[]).find(
  (each) => each.basic_secret_hash,
)?.id;
const system = `/systems/${index('systems', 'cpi-sil')}`;

/** Puts a value at a pointer; undefined takes the member out. */
function put(pointer: string, value: unknown) {
  return (document: Document): void => {
    const names = pointer.split('/').slice(1);
    const last = names.pop() ?? '';
    let holder = document;
    for (const name of names) holder = holder[name] as Document;
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}
const all =
  (...changes: ((document: Document) => void)[]) =>
  (document: Document) => {
    for (const change of changes) change(document);
  };
const requiring = (...requirements: object[]) => put('/trust/requirements', requirements);

function faultsAfter(change: (document: Document) => void, where?: Deployment): string[] {
  const document = sound();
  change(document);
  const checked = checkNetwork(document, adapters, where);
  return checked.ok ? [] : checked.faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

const pdndAs = (more: object) => ({
  client_id: pdndIds.apiClient,
  consumer_id: pdndIds.consumer,
  purposes: [{ purpose_id: pdndIds.labourPurpose, purposes: ['LAV-INV'] }],
  ...more,
});
/** Another client comes with vouchers as well. */
const alsoPdnd = (at: string, more: object) => all(put(`${at}/jwks`, undefined), put(`${at}/pdnd`, pdndAs(more)));

describe('a network that meets over PDND', () => {
  it('without fault is accepted as it is, where the deployment has its keys', () => {
    expect(checkNetwork(sound(), adapters, deployment())).toEqual({ ok: true, document: sound() });
  });

  it.each<[string, (document: Document) => void, string[]]>([
    ['an issuer with a scheme', put('/trust/issuer', 'https://interop.example.it'), ['/trust/issuer not_a_bare_host']],
    ['an issuer with a slash', put('/trust/issuer', 'interop.example.it/'), ['/trust/issuer not_a_bare_host']],
    ['an issuer on this machine', put('/trust/issuer', '127.0.0.1:9000'), []],
    ['keys in the clear', put('/trust/jwks_url', 'http://interop.example.it/k'), ['/trust/jwks_url insecure_address']],
    ['keys on this machine', put('/trust/jwks_url', 'http://127.0.0.1:9000/jwks'), []],
    [
      'credentials before keys',
      put('/trust/jwks_url', 'https://a:b@x.example.it/k'),
      ['/trust/jwks_url credentials_in_address'],
    ],
    ['a fragment after keys', put('/trust/jwks_url', 'https://x.example.it/k#k'), ['/trust/jwks_url fragment']],
    ['a query after keys', put('/trust/jwks_url', 'https://x.example.it/k?v=2'), []],
    ['audiences in one', put('/trust/audiences', ['https://a.it,https://b.it']), ['/trust/audiences/0 several_values']],
    ['an audience twice', put('/trust/audiences', ['a', 'a']), ['/trust/audiences/1 duplicate']],
    [
      'an e-service twice',
      (document) => {
        const { eservices } = document.trust as { eservices: object[] };
        eservices.push({ ...eservices[0] });
      },
      ['/trust/eservices/1/eservice_id duplicate'],
    ],
    [
      'a descriptor twice',
      put('/trust/eservices/0/descriptor_ids', [pdndIds.descriptor, pdndIds.descriptor]),
      ['/trust/eservices/0/descriptor_ids/1 duplicate'],
    ],
    [
      'a base with a query',
      put('/trust/pdnd_api/address', 'https://a.example.it/v2?x'),
      ['/trust/pdnd_api/address not_a_base_address'],
    ],
    [
      'a token endpoint in the clear',
      put('/trust/pdnd_api/token_url', 'http://a.example.it/t'),
      ['/trust/pdnd_api/token_url insecure_address'],
    ],
    [
      'a scheme in the audience of assertions',
      put('/trust/pdnd_api/assertion_audience', 'https://auth.example.it'),
      ['/trust/pdnd_api/assertion_audience has_scheme'],
    ],
    ['a kid that PDND did not give', put('/trust/pdnd_api/key/kid', 'mine'), ['/trust/pdnd_api/key/kid wrong_kid']],
    ['a kid of our own for replies', put('/trust/replies/key/kid', 'mine'), []],
    ['a member nobody knows', put('/trust/colour', 'red'), ['/trust/colour unknown_member']],
    ['trust that is none', put('/trust', 7), ['/trust wrong_type']],
    [
      'a broken issuer, and more',
      all(put('/trust/issuer', 7), put('/trust/jwks_url', 'http://x.example.it')),
      ['/trust/issuer wrong_type', '/trust/jwks_url insecure_address'],
    ],
  ])('with %s is told so', (_, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });

  it.each<[string, object[], string[]]>([
    [
      'whom it may',
      [
        { voucher: 'any', operations: ['submit_referral'] },
        { signature: 'with_body', clients: ['comune-sportello'] },
      ],
      [],
    ],
    ['a client that is none', [{ clients: ['nobody'] }], ['/0/clients/0 unknown_reference']],
    ['a system that is none', [{ systems: ['nothing'] }], ['/0/systems/0 unknown_reference']],
    ['a public operation', [{ operations: ['issue_token'] }], ['/0/operations/0 unknown_reference']],
    ['one operation twice', [{ operations: ['submit_referral', 'submit_referral'] }], ['/0/operations/1 duplicate']],
    [
      'what an earlier one has for all',
      [{ signature: 'none' }, { signature: 'with_body', clients: ['comune-sportello'] }],
      ['/1 never_fits'],
    ],
    [
      'what an earlier one has for its system',
      [
        { systems: ['comune-cartella'] },
        { clients: ['comune-cartella'], operations: ['receive_message'], signature: 'always' },
      ],
      ['/1 never_fits'],
    ],
    [
      'less than an earlier one leaves',
      [{ operations: ['submit_referral'] }, { operations: ['submit_referral', 'read_referral'] }],
      [],
    ],
    [
      'a client that is of another system',
      [{ clients: ['comune-sportello'], systems: ['cpi-sil'] }],
      ['/0 never_fits'],
    ],
    [
      'a voucher of who has none',
      [{ clients: ['comune-sportello', 'comune-cartella'], voucher: 'dpop' }],
      ['/0/clients/1 no_voucher'],
    ],
    [
      'evidence of who has no voucher',
      [{ systems: ['comune-cartella'], evidence: 'audit_01' }],
      ['/0/systems/0 no_voucher'],
    ],
    [
      'a signature of who has a secret only',
      [{ clients: [basic], signature: 'always' }],
      ['/0/clients/0 no_key_source'],
    ],
  ])('may require %s, or is told why not', (_, requirements, faults) => {
    expect(faultsAfter(requiring(...requirements))).toEqual(faults.map((each) => `/trust/requirements${each}`));
  });

  it('requires signatures only where somebody has the keys to verify them', () => {
    const signed = all(
      requiring({ clients: ['comune-sportello'], signature: 'always' }),
      put('/trust/pdnd_api', undefined),
    );
    const ignored = put(`${system}/modi/replies/signed`, 'ignored');
    expect(faultsAfter(all(signed, ignored))).toEqual(['/trust/requirements/0/clients/0 no_key_source']);
    const withKeys = put(`${client}/pdnd/jwks`, { keys: [{ ...ecPublic, kid: 'a' }] });
    expect(faultsAfter(all(signed, ignored, withKeys))).toEqual([]);
  });

  it('requires a voucher of nobody where nobody has one', () => {
    const keys = put(`${client}/jwks`, { keys: [ecPublic] });
    const change = all(requiring({ voucher: 'any' }), put(`${client}/pdnd`, undefined), keys);
    expect(faultsAfter(change)).toEqual(['/trust/requirements/0 no_voucher']);
  });
});

describe('a client that comes with vouchers', () => {
  it.each<[string, (document: Document) => void, string[]]>([
    [
      'no trust in the document',
      all(put('/trust', undefined), put(`${system}/modi`, undefined)),
      [`${client}/pdnd needs_trust`],
    ],
    ['keys of its own beside', put(`${client}/jwks`, { keys: [ecPublic] }), [`${client} two_ways_to_authenticate`]],
    [
      'the client of another',
      alsoPdnd(other, { client_id: pdndIds.client.toUpperCase() }),
      [`${other}/pdnd/client_id duplicate`],
    ],
    ['a second client of its body', alsoPdnd(other, {}), []],
    [
      'another consumer for its body',
      alsoPdnd(other, { consumer_id: pdndIds.producer }),
      [`${other}/pdnd/consumer_id other_consumer`],
    ],
    ['the consumer of another body', alsoPdnd(foreign, {}), [`${foreign}/pdnd/consumer_id shared_consumer`]],
    [
      'a purpose of PDND twice',
      put(`${client}/pdnd/purposes/1/purpose_id`, pdndIds.labourPurpose),
      [`${client}/pdnd/purposes/1/purpose_id duplicate`],
    ],
    [
      'a purpose nobody knows',
      put(`${client}/pdnd/purposes/1/purposes`, ['SAN-INV', 'XX-YY']),
      [`${client}/pdnd/purposes/1/purposes/1 unknown_purpose`],
    ],
    [
      'a purpose twice',
      put(`${client}/pdnd/purposes/0/purposes`, ['LAV-INV', 'LAV-INV']),
      [`${client}/pdnd/purposes/0/purposes/1 duplicate`],
    ],
    [
      'a key without a name',
      put(`${client}/pdnd/jwks`, { keys: [ecPublic] }),
      [`${client}/pdnd/jwks/keys/0/kid missing`],
    ],
    [
      'a private key',
      put(`${client}/pdnd/jwks`, { keys: [{ ...ecPrivate, kid: 'a' }] }),
      [`${client}/pdnd/jwks/keys/0/d private_key`],
    ],
    ['an identifier that is none', put(`${client}/pdnd/client_id`, 'me'), [`${client}/pdnd/client_id invalid_format`]],
  ])('and %s is told so', (_, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });
});

describe('a system that asks for ModI', () => {
  const modi = `${system}/modi`;
  const mailbox = all(
    put(`${system}/adapter`, 'mailbox'),
    put(`${system}/address`, undefined),
    put(`${system}/options`, undefined),
  );
  it.each<[string, (document: Document) => void, string[]]>([
    [
      'credentials beside',
      put(`${system}/credentials`, { scheme: 'bearer', secret: 'SIL' }),
      [`${system}/credentials/scheme two_authorizations`],
    ],
    ['the scheme none', put(`${system}/credentials`, { scheme: 'none' }), []],
    [
      'credentials in place of a voucher',
      all(
        put(`${system}/credentials`, { scheme: 'bearer', secret: 'SIL' }),
        put(`${modi}/voucher`, undefined),
        put(`${modi}/evidence`, undefined),
      ),
      [],
    ],
    ['evidence bound to no voucher', put(`${modi}/voucher`, undefined), [`${modi}/evidence needs_voucher`]],
    ['a kid that PDND did not give', put(`${modi}/key/kid`, pdndKid('x').slice(1)), [`${modi}/key/kid wrong_kid`]],
    [
      'a kid of another registry',
      all(put(`${modi}/key/kid`, 'x'), put(`${modi}/voucher`, undefined), put(`${modi}/evidence`, undefined)),
      [],
    ],
    [
      'a token endpoint in the clear',
      put(`${modi}/voucher/token_url`, 'http://a.example.it/t'),
      [`${modi}/voucher/token_url insecure_address`],
    ],
    [
      'a scheme in the audience of assertions',
      put(`${modi}/voucher/assertion_audience`, 'https://a.it'),
      [`${modi}/voucher/assertion_audience has_scheme`],
    ],
    ['nobody to ask for its keys', put('/trust/pdnd_api', undefined), [`${modi}/replies no_key_source`]],
    [
      'nobody to ask and no trust at all',
      all(put('/trust', undefined), put(`${client}/pdnd`, undefined), put(`${client}/jwks`, { keys: [ecPublic] })),
      [`${modi}/replies no_key_source`],
    ],
    [
      'keys in two places',
      put(`${modi}/replies`, {
        signed: 'required',
        jwks: { keys: [{ ...ecPublic, kid: 'a' }] },
        jwks_url: 'https://a.example.it/k',
      }),
      [`${modi}/replies/jwks_url two_key_sources`],
    ],
    [
      'keys in the clear',
      put(`${modi}/replies`, { signed: 'required', jwks_url: 'http://a.example.it/k' }),
      [`${modi}/replies/jwks_url insecure_address`],
    ],
    ['a mailbox that is never called', mailbox, [`${modi} not_used`]],
    [
      'a pattern without an address',
      all(put(`${modi}/pattern`, 'push'), put(`${system}/address`, undefined)),
      [`${system}/address missing`],
    ],
  ])('and has %s is told so', (_, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });
});

describe('a deployment', () => {
  const at = { replies: '/trust/replies/key', api: '/trust/pdnd_api/key', partner: `${system}/modi/key` } as const;
  it.each<[string, keyof typeof at, string | undefined, string[]]>([
    ['no key', 'api', undefined, ['unknown_secret']],
    ['no key for replies', 'replies', undefined, ['unknown_secret']],
    ['no key for a partner', 'partner', undefined, ['unknown_secret']],
    ['a word for a key', 'replies', 'segreto', ['malformed_secret']],
    ['a public key', 'replies', JSON.stringify(ecPublic), ['malformed_secret']],
    ['a shared secret', 'partner', JSON.stringify({ kty: 'oct', k: 'AAAA' }), ['malformed_secret']],
    ['a short key', 'api', JSON.stringify({ ...rsaPrivate, n: labels(171) }), ['malformed_secret']],
    ['a key too long to be cheap', 'api', JSON.stringify({ ...rsaPrivate, n: labels(1367) }), ['malformed_secret']],
    ['half a key', 'api', JSON.stringify({ ...rsaPrivate, dp: undefined }), ['malformed_secret']],
    ['another curve', 'replies', JSON.stringify({ ...ecPrivate, crv: 'P-384' }), ['malformed_secret']],
    ['a curve where PDND takes none', 'api', JSON.stringify(ecPrivate), ['wrong_key']],
    ['a curve where the assertion is for PDND', 'partner', JSON.stringify(ecPrivate), ['wrong_key']],
    ['RSA for replies', 'replies', rsa, []],
  ])('with %s is told so', (_, key, secret, codes) => {
    expect(faultsAfter(() => {}, deployment({ [pdndSecrets[key]]: secret }))).toEqual(
      codes.map((code) => `${at[key]}/secret ${code}`),
    );
  });

  it.each(Object.entries(at))('with another key than the kid names is told so: %s', async (_, place) => {
    const check = (...changes: ((document: Document) => void)[]) => {
      const document = sound();
      for (const change of changes) change(document);
      return checkDeployed(document, adapters, deployment());
    };
    // The thumbprint that RFC 7638 section 3.1 gives is no key's here.
    const wrong = await check(put(`${place}/kid`, 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'));
    expect(wrong).toMatchObject({ ok: false, faults: [{ pointer: `${place}/kid`, code: 'wrong_kid' }] });
    expect(await check(put('/trust/replies/key/kid', 'risposte-1'))).toMatchObject({ ok: true });
  });

  it('is told, once it is in force, of secrets that do not fit and of members that a former gateway knew', async () => {
    const document = networkIn(JSON.stringify(sound()));
    const found = (more: Record<string, string | undefined>) => standingFaults(document, adapters, deployment(more));
    expect(await found({})).toEqual([]);
    expect(await found({ [pdndSecrets.replies]: undefined, [pdndSecrets.api]: 'x' })).toMatchObject([
      { pointer: '/trust/replies/key/secret', code: 'unknown_secret' },
      { pointer: '/trust/pdnd_api/key/secret', code: 'malformed_secret' },
    ]);
    const former = { ...document, trust: { ...document.trust, tolerances: { skew_seconds_max: 900 } } };
    expect(await standingFaults(former as unknown as typeof document, adapters, deployment({}))).toMatchObject([
      { pointer: '/trust/tolerances/skew_seconds_max' },
    ]);
    const unnamed = JSON.stringify({ ...ecPrivate });
    expect(await found({ [pdndSecrets.replies]: unnamed })).toMatchObject([
      { pointer: '/trust/replies/key/kid', code: 'wrong_kid' },
    ]);
  });

  it('never sees a value of its secrets in a fault', () => {
    const planted = 'PLANTED-VALUE';
    const checked = checkNetwork(sound(), adapters, deployment({ [pdndSecrets.api]: planted }));
    expect(checked).toMatchObject({
      ok: false,
      faults: [{ detail: expect.stringContaining('RACCORDO_SECRET_PDND_API') }],
    });
    expect(JSON.stringify(checked)).not.toContain(planted);
  });

  it('that others reach refuses keys that everybody has', () => {
    const published = put(`${client}/pdnd/jwks`, { keys: [{ ...ecPublic, kid: 'a' }] });
    const faults = faultsAfter(published, { ...deployment(), local: false });
    expect(faults).toContain(`${client}/pdnd/jwks/keys/0 published_key`);
  });
});
