import type { z } from 'zod';
import type { Requirement } from '../../contracts/canonical/trust.ts';
import type { Caller } from '../../src/ports.ts';
import { basicDraft, bearerDraft, type Draft, dpopDraft, ownDraft, type Piece } from '../world/modi/make-request.ts';
import { base64, base64url, hex, seal, sealWithPublicKey, sha256, thumbprint } from '../world/modi/seal.ts';
import { ids, type Keys, nowSeconds, publicUrl, trustSection, type WorldPatch } from '../world/modi/trust-world.ts';

type Spoil = (draft: Draft, keys: Keys) => void | Promise<void>;

/** One case: how a request that holds is spoilt, and what becomes of it. */
export type Row = {
  readonly name: string;
  /** `accepted`, or status and code. */
  readonly gives: string;
  readonly from: () => Draft;
  readonly spoil: Spoil;
  /** A request that is accepted in the same world before. */
  readonly before?: Spoil;
  readonly world?: WorldPatch;
  /** Of an accepted one: what is known of the caller. */
  readonly caller?: Partial<Caller>;
};
type More = Partial<Pick<Row, 'from' | 'before' | 'world' | 'caller'>>;

const row = (name: string, gives: string, spoil: Spoil, more: More = {}): Row => ({
  name,
  gives,
  spoil,
  from: bearerDraft,
  ...more,
});

type Token = 'voucher' | 'dpop' | 'evidence' | 'signature';
/** Without evidence where the signature is looked at: both are by the same key, and the evidence comes first. */
const signedDraft = (): Draft => ({ ...bearerDraft(), evidence: null });
const fromOf = (token: Token) => (token === 'dpop' ? dpopDraft : token === 'signature' ? signedDraft : bearerDraft);
const pieceOf = (draft: Draft, token: Token): Piece => {
  const piece = draft[token];
  if (piece === null) throw new Error(`the draft has no ${token}`);
  return piece;
};
const claims =
  (token: Token, changed: Record<string, unknown>): Spoil =>
  (draft) => {
    Object.assign(pieceOf(draft, token).claims, changed);
  };
const header =
  (token: Token, changed: Record<string, unknown>): Spoil =>
  (draft) => {
    Object.assign(pieceOf(draft, token).header, changed);
  };
const text =
  (token: Token, write: Piece['text']): Spoil =>
  (draft) => {
    pieceOf(draft, token).text = write;
  };
const part =
  (changed: Partial<Draft>): Spoil =>
  (draft) => {
    Object.assign(draft, changed);
  };
const all =
  (...spoils: Spoil[]): Spoil =>
  async (draft, keys) => {
    for (const spoil of spoils) await spoil(draft, keys);
  };
const asIs: Spoil = () => {};

const encode = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)));
const decode = (part = ''): Record<string, unknown> => JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
/** The payload changed after it was signed. */
const tampered =
  (changed: Record<string, unknown>): Piece['text'] =>
  (compact) => {
    const [head, payload, signature] = compact.split('.');
    return [head, encode({ ...decode(payload), ...changed }), signature].join('.');
  };
const unsigned = (compact: string) => {
  const [head, payload] = compact.split('.');
  return `${encode({ ...decode(head), alg: 'none' })}.${payload}.`;
};

const sealCharacters = 342;
/** A voucher of exactly so many characters. */
const sized =
  (charactersMax: number): Piece['text'] =>
  (compact, keys) => {
    const [head, payload] = compact.split('.');
    const longer = (x: string, y: string) => [
      { ...decode(head), x },
      { ...decode(payload), y },
    ];
    const length = (parts: unknown[]) => parts.map(encode).join('.').length + 1 + sealCharacters;
    // Four characters for three bytes: near enough to try the rest.
    const least = Math.floor(((charactersMax - compact.length) * 3) / 4) - 40;
    const counts = Array.from({ length: 60 }, (_, index) => least + index);
    const sizes = ['', 'x', 'xx'].flatMap((x) => counts.map((count) => [x, 'y'.repeat(count)] as const));
    const [x, y] = sizes.find((size) => length(longer(...size)) === charactersMax) ?? ['', ''];
    const [fitting = {}, claimed] = longer(x, y);
    return seal(fitting, claimed, keys.issuer);
  };

/** Trap: algorithm confusion, huge tokens. */
function formRows(token: Token, status: number): Row[] {
  const more = { from: fromOf(token) };
  const rsaKey = token === 'voucher' ? 'issuer' : token === 'dpop' ? 'dpop' : 'client';
  const confused: Spoil = (draft, keys) => {
    const piece = pieceOf(draft, token);
    piece.text = (compact) => {
      const [head, payload] = compact.split('.');
      return sealWithPublicKey({ ...decode(head), alg: 'HS256' }, decode(payload), keys[rsaKey].jwk);
    };
  };
  const otherAlg = token === 'dpop' ? 'RS256' : 'ES256';
  return [
    row(
      `${token}: no JWS`,
      `${status} ${token}/token-malformed`,
      text(token, () => 'abc.def.ghi'),
      more,
    ),
    row(
      `${token}: a JWS of two parts`,
      `${status} ${token}/token-malformed`,
      text(token, (compact) => compact.split('.').slice(0, 2).join('.')),
      more,
    ),
    row(
      `${token}: a payload that is no object`,
      `${status} ${token}/token-malformed`,
      text(token, (compact, keys) => seal(decode(compact.split('.')[0]), ['claims'], keys[rsaKey])),
      more,
    ),
    row(
      `${token}: more than 8192 characters`,
      `${status} ${token}/token-too-large`,
      claims(token, { pad: 'x'.repeat(7000) }),
      more,
    ),
    row(`${token}: alg none`, `${status} ${token}/alg-wrong`, text(token, unsigned), more),
    row(`${token}: HS256 under the public key`, `${status} ${token}/alg-wrong`, confused, more),
    row(`${token}: alg of another kind of key`, `${status} ${token}/alg-wrong`, header(token, { alg: otherAlg }), more),
    row(`${token}: an alg that is not accepted`, `${status} ${token}/alg-wrong`, header(token, { alg: 'PS256' }), more),
    row(`${token}: no alg`, `${status} ${token}/alg-missing`, header(token, { alg: undefined }), more),
    row(`${token}: crit`, `${status} ${token}/crit-wrong`, header(token, { crit: ['exp'] }), more),
    row(`${token}: b64`, `${status} ${token}/crit-wrong`, header(token, { b64: false }), more),
    row(
      `${token}: claims changed after signing`,
      `${status} ${token}/seal-wrong`,
      text(token, tampered({ jti: 'another' })),
      more,
    ),
  ];
}

/** Trap: a kid that nobody knows; sources that do not answer let nobody in. */
function kidRows(token: Exclude<Token, 'dpop'>, status: number): Row[] {
  const more = { from: fromOf(token) };
  const source = token === 'voucher' ? 'issuerKeys' : 'publishedKeys';
  return [
    row(`${token}: no kid`, `${status} ${token}/kid-missing`, header(token, { kid: undefined }), more),
    row(`${token}: kid is a number`, `${status} ${token}/kid-malformed`, header(token, { kid: 7 }), more),
    row(`${token}: kid is empty`, `${status} ${token}/kid-malformed`, header(token, { kid: '' }), more),
    row(`${token}: kid with a line break`, `${status} ${token}/kid-malformed`, header(token, { kid: 'a\nb' }), more),
    row(
      `${token}: kid of 257 characters`,
      `${status} ${token}/kid-malformed`,
      header(token, { kid: 'k'.repeat(257) }),
      more,
    ),
    row(`${token}: kid that nobody knows`, `${status} ${token}/kid-unknown`, header(token, { kid: 'nobody' }), more),
    row(
      `${token}: another key, shown in the header, under a kid that nobody knows`,
      `${status} ${token}/kid-unknown`,
      (draft, keys) => {
        const piece = pieceOf(draft, token);
        piece.key = 'stranger';
        const jku = 'https://attacker.example/jwks.json';
        Object.assign(piece.header, { kid: 'x', jku, x5u: jku, jwk: keys.stranger.jwk });
      },
      more,
    ),
    row(
      `${token}: another key under a known kid`,
      `${status} ${token}/seal-wrong`,
      (draft) => {
        pieceOf(draft, token).key = 'stranger';
      },
      more,
    ),
    row(`${token}: keys cannot be read`, `503 ${token}/kid-unavailable`, asIs, {
      ...more,
      world: { [source]: 'unavailable' },
    }),
    row(`${token}: the source of keys breaks`, `503 ${token}/kid-unavailable`, asIs, {
      ...more,
      world: { [source]: 'broken' },
    }),
  ];
}

/** Trap: skew +6 s refused, +4 s accepted. */
function timeRows(token: Exclude<Token, 'dpop'>, status: number): Row[] {
  const at = (claim: string, offset: number) => claims(token, { [claim]: nowSeconds + offset });
  return [
    row(`${token}: no iat`, `${status} ${token}/iat-missing`, claims(token, { iat: undefined })),
    row(`${token}: iat is text`, `${status} ${token}/iat-malformed`, claims(token, { iat: String(nowSeconds) })),
    row(`${token}: iat below zero`, `${status} ${token}/iat-malformed`, claims(token, { iat: -1 })),
    row(`${token}: iat 4 s ahead`, 'accepted', at('iat', 4)),
    row(`${token}: iat 5 s ahead`, 'accepted', at('iat', 5)),
    row(`${token}: iat 6 s ahead`, `${status} ${token}/iat-early`, at('iat', 6)),
    row(`${token}: iat in milliseconds`, `${status} ${token}/iat-malformed`, claims(token, { iat: nowSeconds * 1000 })),
    row(`${token}: no nbf`, 'accepted', claims(token, { nbf: undefined })),
    row(`${token}: nbf is text`, `${status} ${token}/nbf-malformed`, claims(token, { nbf: 'now' })),
    row(`${token}: nbf 5 s ahead`, 'accepted', at('nbf', 5)),
    row(`${token}: nbf 6 s ahead`, `${status} ${token}/nbf-early`, at('nbf', 6)),
    row(`${token}: no exp`, `${status} ${token}/exp-missing`, claims(token, { exp: undefined })),
    row(
      `${token}: exp in milliseconds`,
      `${status} ${token}/exp-malformed`,
      claims(token, { exp: (nowSeconds + 60) * 1000 }),
    ),
    row(`${token}: exp beyond all years`, `${status} ${token}/exp-malformed`, claims(token, { exp: 1e300 })),
    row(
      `${token}: exp past of one that is old, too`,
      `${status} ${token}/exp-past`,
      claims(token, { iat: nowSeconds - 90_000, nbf: nowSeconds - 90_000, exp: nowSeconds - 1 }),
    ),
    row(`${token}: exp is null`, `${status} ${token}/exp-malformed`, claims(token, { exp: null })),
    row(`${token}: exp in 1 s`, 'accepted', at('exp', 1)),
    row(`${token}: exp now`, `${status} ${token}/exp-past`, at('exp', 0)),
    row(`${token}: exp 1 s ago`, `${status} ${token}/exp-past`, at('exp', -1)),
    row(`${token}: exp 30 s ago where the network forgives 31`, 'accepted', at('exp', -30), {
      world: { trust: { tolerances: { expired_seconds_max: 31 } } },
    }),
    row(`${token}: exp 30 s ago where the network forgives 30`, `${status} ${token}/exp-past`, at('exp', -30), {
      world: { trust: { tolerances: { expired_seconds_max: 30 } } },
    }),
    row(`${token}: iat 1 s ahead where the network forgives none`, `${status} ${token}/iat-early`, at('iat', 1), {
      world: { trust: { tolerances: { ahead_seconds_max: 0 } } },
    }),
  ];
}

/** A signature is made for its call; a voucher serves until it expires, and an evidence as long as the voucher that is bound to it. */
function ageRows(): Row[] {
  const old = (token: Exclude<Token, 'dpop'>, seconds: number) => claims(token, { iat: nowSeconds - seconds });
  const where = (tolerances: object) => ({ world: { trust: { tolerances } } });
  const own = { from: ownDraft };
  return [
    row('signature: iat 300 s ago', 'accepted', old('signature', 300)),
    row('signature: iat 301 s ago', '400 signature/iat-old', old('signature', 301)),
    row(
      'signature: iat 30 s ago where the network takes 30',
      'accepted',
      old('signature', 30),
      where({ iat_age_seconds_max: 30 }),
    ),
    row(
      'signature: iat 31 s ago where the network takes 30',
      '400 signature/iat-old',
      old('signature', 31),
      where({ iat_age_seconds_max: 30 }),
    ),
    row('voucher: iat a day ago, in force still', 'accepted', old('voucher', 86_400)),
    row(
      'voucher: iat 300 s ago where the network takes 300',
      'accepted',
      old('voucher', 300),
      where({ voucher_age_seconds_max: 300 }),
    ),
    row(
      'voucher: iat 301 s ago where the network takes 300',
      '401 voucher/iat-old',
      old('voucher', 301),
      where({ voucher_age_seconds_max: 300 }),
    ),
    row('evidence: iat 600 s ago', 'accepted', old('evidence', 600), own),
    row('evidence: iat 601 s ago', '400 evidence/iat-old', old('evidence', 601), own),
    row('evidence: iat 900 s ago where the network takes 900', 'accepted', old('evidence', 900), {
      ...own,
      ...where({ evidence_age_seconds_max: 900 }),
    }),
    row('evidence: iat 901 s ago where the network takes 900', '400 evidence/iat-old', old('evidence', 901), {
      ...own,
      ...where({ evidence_age_seconds_max: 900 }),
    }),
    row('evidence: iat a day ago, and a voucher in force bound to it', 'accepted', old('evidence', 86_400)),
  ];
}

const [ours = ''] = trustSection.audiences;

/** Trap: comma-joined aud, scheme in aud. */
function audienceRows(token: Exclude<Token, 'dpop'>): Row[] {
  const status = token === 'voucher' ? 401 : 400;
  const wrong = `${status} ${token}/aud-wrong`;
  const malformed = `${status} ${token}/aud-malformed`;
  const aud = (value: unknown) => claims(token, { aud: value });
  return [
    row(`${token}: no aud`, `${status} ${token}/aud-missing`, aud(undefined)),
    row(`${token}: aud is a number`, malformed, aud(7)),
    row(`${token}: aud is an empty array`, malformed, aud([])),
    row(`${token}: aud is an array with a number`, malformed, aud([ours, 7])),
    row(`${token}: aud of somebody else`, wrong, aud('other.example.it')),
    row(`${token}: aud with a scheme`, wrong, aud(`https://${ours}`)),
    row(`${token}: aud that begins like ours`, wrong, aud(`${ours}/more`)),
    row(`${token}: aud of several others, joined by commas`, wrong, aud('a.example,b.example')),
    row(`${token}: aud of several, joined by commas`, 'accepted', aud(`a.example,${ours},b.example`)),
    row(`${token}: aud of several, joined by commas and spaces`, 'accepted', aud(`a.example, ${ours}`)),
    row(`${token}: aud of several in an array`, 'accepted', aud(['a.example', ours])),
  ];
}

function jtiRows(token: Token, status: number): Row[] {
  const more = { from: fromOf(token) };
  return [
    row(`${token}: no jti`, `${status} ${token}/jti-missing`, claims(token, { jti: undefined }), more),
    row(`${token}: jti is a number`, `${status} ${token}/jti-malformed`, claims(token, { jti: 7 }), more),
    row(
      `${token}: jti with a control character`,
      `${status} ${token}/jti-malformed`,
      claims(token, { jti: 'a\0b' }),
      more,
    ),
    row(`${token}: jti is empty`, `${status} ${token}/jti-malformed`, claims(token, { jti: '' }), more),
    row(
      `${token}: jti of 257 characters`,
      `${status} ${token}/jti-malformed`,
      claims(token, { jti: 'j'.repeat(257) }),
      more,
    ),
    row(`${token}: jti of 256 characters`, 'accepted', claims(token, { jti: 'j'.repeat(256) }), more),
  ];
}

/** A claim of the voucher that must be a UUID. */
function uuidRows(claim: string, code: string): Row[] {
  const malformed = `401 voucher/${code}-malformed`;
  return [
    row(`voucher: no ${claim}`, `401 voucher/${code}-missing`, claims('voucher', { [claim]: undefined })),
    row(`voucher: ${claim} is no UUID`, malformed, claims('voucher', { [claim]: 'not-a-uuid' })),
    row(`voucher: ${claim} is a number`, malformed, claims('voucher', { [claim]: 7 })),
    row(`voucher: ${claim} is an array`, malformed, claims('voucher', { [claim]: [ids.client] })),
    row(`voucher: ${claim} in capital letters`, 'accepted', (draft) => {
      draft.voucher.claims[claim] = String(draft.voucher.claims[claim]).toUpperCase();
    }),
  ];
}

const facts = {
  token_id: 'voucher-1',
  client_id: ids.client,
  consumer_id: ids.consumer,
  purpose_id: ids.purpose,
  purposes: ['LAV-INV'],
};

const goodRows: Row[] = [
  row('a bearer voucher with evidence and signature', 'accepted', asIs, {
    caller: { client_id: 'pdnd-app', organization: 'comune', system: 'case-files', acting_user: 'operatore-17' },
  }),
  row('a voucher alone', 'accepted', part({ evidence: null, signature: null, digest: () => null }), {
    caller: { acting_user: null, voucher: { ...facts, evidence_digest: null } },
  }),
  row('a voucher bound to a key', 'accepted', asIs, { from: dpopDraft, caller: { acting_user: 'operatore-17' } }),
  row('a token of our own with evidence and signature', 'accepted', asIs, {
    from: ownDraft,
    caller: { client_id: 'own-app', acting_user: 'operatore-17', voucher: null },
  }),
  row('a secret', 'accepted', asIs, { from: basicDraft, caller: { client_id: 'old-app', acting_user: null } }),
  row('the same voucher twice, with a new signature', 'accepted', claims('signature', { jti: 'signature-2' }), {
    before: asIs,
  }),
  row(
    'the same bound voucher twice, with new proofs',
    'accepted',
    all(claims('signature', { jti: 'signature-2' }), claims('dpop', { jti: 'dpop-2' })),
    { before: asIs, from: dpopDraft },
  ),
];

const authorization = (write: Draft['authorization']): Spoil => part({ authorization: write });

/** Trap: Authorization without Bearer, duplicate headers. */
const headerRows: Row[] = [
  row(
    'no Authorization',
    '401 auth/credentials-missing',
    authorization(() => null),
  ),
  row(
    'a voucher without a scheme',
    '401 voucher/scheme-missing',
    authorization((token) => token),
  ),
  row(
    'a voucher under a scheme of its own',
    '401 voucher/scheme-wrong',
    authorization((token) => `JWT ${token}`),
  ),
  row('Authorization twice', '401 voucher/header-repeated', part({ doubled: ['authorization'] })),
  row(
    'Authorization twice, once Basic',
    '401 voucher/header-repeated',
    authorization((token) => `Bearer ${token}, Basic eA==`),
  ),
  row(
    'Authorization of 20,000 characters',
    '401 voucher/token-too-large',
    authorization((token) => `Bearer ${token}${'a'.repeat(20_000)}`),
  ),
  row(
    'another scheme',
    '401 auth/credentials-missing',
    authorization(() => 'Digest abc'),
  ),
  row(
    'a token of our own under DPoP',
    '401 voucher/scheme-wrong',
    authorization((token) => `DPoP ${token}`),
    { from: ownDraft },
  ),
  row(
    'bearer in small letters',
    'accepted',
    authorization((token) => `bearer ${token}`),
  ),
  row('a voucher where the network takes none', '401 auth/token-invalid', asIs, { world: { withoutTrust: true } }),
  row(
    'a voucher without a scheme where the network takes none',
    '401 auth/token-invalid',
    authorization((token) => token),
    {
      world: { withoutTrust: true },
    },
  ),
];

/** Trap: scheme in iss, squatting, unmapped and suspended purposes. */
const voucherRows: Row[] = [
  ...formRows('voucher', 401),
  row('voucher: 8192 characters', 'accepted', text('voucher', sized(8192))),
  row('voucher: 8193 characters', '401 voucher/token-too-large', text('voucher', sized(8193))),
  ...kidRows('voucher', 401),
  row('voucher: no typ', '401 voucher/typ-missing', header('voucher', { typ: undefined })),
  row('voucher: typ JWT', '401 voucher/typ-wrong', header('voucher', { typ: 'JWT' })),
  row('voucher: typ application/at+jwt', 'accepted', header('voucher', { typ: 'application/at+jwt' })),
  row('voucher: no iss', '401 voucher/iss-missing', claims('voucher', { iss: undefined })),
  row('voucher: iss is an array', '401 voucher/iss-malformed', claims('voucher', { iss: [trustSection.issuer] })),
  row(
    'voucher: iss with a scheme',
    '401 voucher/iss-wrong',
    claims('voucher', { iss: `https://${trustSection.issuer}` }),
  ),
  row(
    'voucher: iss of the test environment',
    '401 voucher/iss-wrong',
    claims('voucher', { iss: 'uat.interop.pagopa.it' }),
  ),
  row(
    'voucher: iss with a final slash',
    '401 voucher/iss-wrong',
    claims('voucher', { iss: `${trustSection.issuer}/` }),
  ),
  ...audienceRows('voucher'),
  ...ageRows(),
  ...timeRows('voucher', 401),
  ...jtiRows('voucher', 401),
  ...uuidRows('client_id', 'client-id').slice(0, 4),
  row('voucher: client_id and sub in capital letters', 'accepted', (draft) => {
    const capital = ids.client.toUpperCase();
    Object.assign(draft.voucher.claims, { client_id: capital, sub: capital });
  }),
  row(
    'voucher: a client that the network does not name',
    '401 voucher/client-id-unknown',
    claims('voucher', { client_id: ids.nobody, sub: ids.nobody }),
  ),
  row('voucher: no sub', '401 voucher/sub-missing', claims('voucher', { sub: undefined })),
  row('voucher: sub is a number', '401 voucher/sub-malformed', claims('voucher', { sub: 7 })),
  row('voucher: sub is not the client', '401 voucher/sub-wrong', claims('voucher', { sub: ids.otherClient })),
  ...uuidRows('consumerId', 'consumer-id'),
  row('voucher: another consumer', '403 voucher/consumer-id-wrong', claims('voucher', { consumerId: ids.nobody })),
  ...uuidRows('producerId', 'producer-id'),
  row(
    'voucher: a service of somebody else under our audience',
    '403 voucher/producer-id-wrong',
    claims('voucher', { producerId: ids.nobody }),
  ),
  ...uuidRows('eserviceId', 'eservice-id'),
  row('voucher: another service', '403 voucher/eservice-id-wrong', claims('voucher', { eserviceId: ids.nobody })),
  ...uuidRows('descriptorId', 'descriptor-id'),
  row(
    'voucher: a descriptor that is not ours',
    '403 voucher/descriptor-id-wrong',
    claims('voucher', { descriptorId: ids.nobody }),
  ),
  row(
    'voucher: the descriptor of another service of ours',
    '403 voucher/descriptor-id-wrong',
    claims('voucher', { descriptorId: ids.otherDescriptor }),
  ),
  row('voucher: an older descriptor of ours', 'accepted', claims('voucher', { descriptorId: ids.olderDescriptor })),
  row(
    'voucher: producer checked alone, another service',
    'accepted',
    claims('voucher', { eserviceId: undefined, descriptorId: ids.nobody }),
    {
      world: { trust: { identity_checks: 'producer' } },
    },
  ),
  row(
    'voucher: producer checked alone, another producer',
    '403 voucher/producer-id-wrong',
    claims('voucher', { producerId: ids.nobody }),
    {
      world: { trust: { identity_checks: 'producer' } },
    },
  ),
  row(
    'voucher: descriptor checked alone, another producer',
    'accepted',
    claims('voucher', { producerId: ids.nobody }),
    {
      world: { trust: { identity_checks: 'descriptor' } },
    },
  ),
  row(
    'voucher: descriptor checked alone, another descriptor',
    '403 voucher/descriptor-id-wrong',
    claims('voucher', { descriptorId: ids.nobody }),
    {
      world: { trust: { identity_checks: 'descriptor' } },
    },
  ),
  ...uuidRows('purposeId', 'purpose-id'),
  row(
    'voucher: a purpose that the network does not map',
    '403 voucher/purpose-id-unknown',
    claims('voucher', { purposeId: ids.nobody }),
  ),
  row('voucher: a purpose that PDND does not know', '403 voucher/purpose-id-unknown', asIs, {
    world: { purpose: 'unknown' },
  }),
  row('voucher: a purpose that is suspended', '403 voucher/purpose-id-suspended', asIs, {
    world: { purpose: 'suspended' },
  }),
  row('voucher: a purpose of which nothing was heard', '503 voucher/purpose-id-stale', asIs, {
    world: { purpose: 'stale' },
  }),
  row('voucher: the source of purposes breaks', '503 gateway/unavailable', asIs, { world: { purpose: 'broken' } }),
  row('voucher: a purpose, and nobody to ask about it', 'accepted', asIs, { world: { purpose: 'not_asked' } }),
  row('voucher: digest is text', '401 voucher/digest-malformed', claims('voucher', { digest: 'a'.repeat(64) })),
  row(
    'voucher: digest under another algorithm',
    '401 voucher/digest-malformed',
    claims('voucher', { digest: { alg: 'SHA-256', value: 'a'.repeat(64) } }),
  ),
  row(
    'voucher: digest of 63 digits',
    '401 voucher/digest-malformed',
    claims('voucher', { digest: { alg: 'SHA256', value: 'a'.repeat(63) } }),
  ),
  row(
    'voucher: digest in base64',
    '401 voucher/digest-malformed',
    claims('voucher', { digest: { alg: 'SHA256', value: `${'a'.repeat(43)}=` } }),
  ),
  row('voucher: digest is null', '401 voucher/digest-malformed', claims('voucher', { digest: null })),
];

const bound = (spoil: Spoil, more: More = {}): [Spoil, More] => [spoil, { from: dpopDraft, ...more }];
const dpopClaims = (changed: Record<string, unknown>) => bound(claims('dpop', changed));
const dpopHeader = (changed: Record<string, unknown>) => bound(header('dpop', changed));
const dpopAt = (offset: number) => dpopClaims({ iat: nowSeconds + offset });
const cnf = (value: unknown) => bound(claims('voucher', { cnf: value }));
const dpopUrl = (url: string, htu: string) => bound(all(part({ url }), claims('dpop', { htu })));
const address = `${publicUrl}/v1/referrals`;

/** RFC 9449 section 4.3. */
const dpopRows: Row[] = [
  row(
    'dpop: htu with a user without password',
    '401 dpop/htu-malformed',
    ...dpopClaims({ htu: 'https://u@gateway.example.it/v1/referrals' }),
  ),
  row(
    'a bound voucher shown as Bearer',
    '401 voucher/scheme-wrong',
    ...bound(authorization((token) => `Bearer ${token}`)),
  ),
  row('a voucher that is bound to no key under DPoP', '401 voucher/cnf-missing', ...cnf(undefined)),
  row('voucher: cnf is text', '401 voucher/cnf-malformed', ...cnf('thumbprint')),
  row('voucher: cnf is null', '401 voucher/cnf-malformed', ...cnf(null)),
  row('voucher: cnf without jkt', '401 voucher/cnf-malformed', ...cnf({ 'x5t#S256': 'a'.repeat(43) })),
  row('voucher: jkt of 42 characters', '401 voucher/cnf-malformed', ...cnf({ jkt: 'a'.repeat(42) })),
  row(
    'no DPoP header',
    '401 dpop/header-missing',
    async (draft, keys) => {
      draft.voucher.claims.cnf = { jkt: await thumbprint(keys.dpop.jwk) };
      draft.dpop = null;
    },
    { from: dpopDraft },
  ),
  row('DPoP twice', '401 dpop/header-repeated', ...bound(part({ doubled: ['dpop'] }))),
  ...formRows('dpop', 401),
  row('dpop: no typ', '401 dpop/typ-missing', ...dpopHeader({ typ: undefined })),
  row('dpop: typ JWT', '401 dpop/typ-wrong', ...dpopHeader({ typ: 'JWT' })),
  row('dpop: no jwk', '401 dpop/jwk-missing', ...dpopHeader({ jwk: undefined })),
  row('dpop: jwk is text', '401 dpop/jwk-malformed', ...dpopHeader({ jwk: 'key' })),
  row('dpop: jwk of a secret', '401 dpop/jwk-malformed', ...dpopHeader({ jwk: { kty: 'oct', k: 'c2VjcmV0' } })),
  row(
    'dpop: jwk without a member',
    '401 dpop/jwk-malformed',
    ...dpopHeader({ jwk: { kty: 'EC', crv: 'P-256', x: 'a' } }),
  ),
  row(
    'dpop: jwk on another curve',
    '401 dpop/jwk-malformed',
    ...bound((draft, keys) => {
      pieceOf(draft, 'dpop').header.jwk = { ...keys.dpop.jwk, crv: 'P-384' };
    }),
  ),
  row(
    'dpop: jwk of an RSA key that is too short',
    '401 dpop/jwk-malformed',
    ...bound((draft, keys) => {
      pieceOf(draft, 'dpop').header.jwk = { ...keys.dpopRsa.jwk, n: String(keys.dpopRsa.jwk.n).slice(0, 171) };
    }),
  ),
  row(
    'dpop: jwk with its private part',
    '401 dpop/jwk-malformed',
    ...bound((draft, keys) => {
      pieceOf(draft, 'dpop').header.jwk = keys.dpop.privateJwk;
    }),
  ),
  row(
    'dpop: a key that the voucher does not name',
    '401 dpop/jwk-wrong',
    ...bound(async (draft, keys) => {
      draft.voucher.claims.cnf = { jkt: await thumbprint(keys.dpop.jwk) };
      pieceOf(draft, 'dpop').key = 'clientEc';
    }),
  ),
  row(
    'dpop: the key of the voucher, signed with another',
    '401 dpop/seal-wrong',
    ...bound(async (draft, keys) => {
      draft.voucher.claims.cnf = { jkt: await thumbprint(keys.dpop.jwk) };
      Object.assign(pieceOf(draft, 'dpop'), { key: 'clientEc' });
      pieceOf(draft, 'dpop').header.jwk = keys.dpop.jwk;
    }),
  ),
  row(
    'dpop: an RSA key',
    'accepted',
    ...bound((draft) => {
      const piece = pieceOf(draft, 'dpop');
      piece.key = 'dpopRsa';
      piece.header.alg = 'RS256';
    }),
  ),
  row('dpop: no htm', '401 dpop/htm-missing', ...dpopClaims({ htm: undefined })),
  row('dpop: htm is an array', '401 dpop/htm-malformed', ...dpopClaims({ htm: ['POST'] })),
  row('dpop: htm of another method', '401 dpop/htm-wrong', ...dpopClaims({ htm: 'GET' })),
  row('dpop: htm in small letters', '401 dpop/htm-wrong', ...dpopClaims({ htm: 'post' })),
  row('dpop: no htu', '401 dpop/htu-missing', ...dpopClaims({ htu: undefined })),
  row('dpop: htu is a number', '401 dpop/htu-malformed', ...dpopClaims({ htu: 7 })),
  row('dpop: htu is a path', '401 dpop/htu-malformed', ...dpopClaims({ htu: '/v1/referrals' })),
  row(
    'dpop: htu is no web address',
    '401 dpop/htu-malformed',
    ...dpopClaims({ htu: 'ftp://gateway.example.it/v1/referrals' }),
  ),
  row(
    'dpop: htu with a user',
    '401 dpop/htu-malformed',
    ...dpopClaims({ htu: 'https://u:p@gateway.example.it/v1/referrals' }),
  ),
  row(
    'dpop: htu of another host',
    '401 dpop/htu-wrong',
    ...dpopClaims({ htu: 'https://other.example.it/v1/referrals' }),
  ),
  row('dpop: htu without TLS', '401 dpop/htu-wrong', ...dpopClaims({ htu: 'http://gateway.example.it/v1/referrals' })),
  row(
    'dpop: htu of another port',
    '401 dpop/htu-wrong',
    ...dpopClaims({ htu: 'https://gateway.example.it:8443/v1/referrals' }),
  ),
  row('dpop: htu of another path', '401 dpop/htu-wrong', ...dpopClaims({ htu: `${publicUrl}/v1/consents` })),
  row('dpop: htu with a final slash', '401 dpop/htu-wrong', ...dpopClaims({ htu: `${address}/` })),
  row('dpop: htu in other letters', '401 dpop/htu-wrong', ...dpopClaims({ htu: `${publicUrl}/v1/Referrals` })),
  row('dpop: htu with query and fragment', 'accepted', ...dpopClaims({ htu: `${address}?a=1#b` })),
  row(
    'dpop: host of htu in capital letters, with its port',
    'accepted',
    ...dpopClaims({ htu: 'HTTPS://Gateway.Example.IT:443/v1/referrals' }),
  ),
  row('dpop: htu with escapes that need none', 'accepted', ...dpopClaims({ htu: `${publicUrl}/v1/%72eferrals` })),
  row('dpop: htu with dot segments', 'accepted', ...dpopClaims({ htu: `${publicUrl}/v1/./consents/../referrals` })),
  row('dpop: a request with a query', 'accepted', ...dpopUrl(`${address}?limit=1`, address)),
  row('dpop: escapes in other letters', 'accepted', ...dpopUrl(`${address}/%c3%a8`, `${address}/%C3%A8`)),
  row('dpop: an escape that is needed', '401 dpop/htu-wrong', ...dpopUrl(`${address}%2F1`, `${address}/1`)),
  row('dpop: a request that a proxy passed on', 'accepted', ...dpopUrl('http://10.0.0.5:8080/v1/referrals', address)),
  row(
    'dpop: the address behind the proxy',
    '401 dpop/htu-wrong',
    ...dpopUrl('http://10.0.0.5:8080/v1/referrals', 'http://10.0.0.5:8080/v1/referrals'),
  ),
  row('dpop: no iat', '401 dpop/iat-missing', ...dpopClaims({ iat: undefined })),
  row('dpop: iat is text', '401 dpop/iat-malformed', ...dpopClaims({ iat: String(nowSeconds) })),
  row('dpop: iat below zero', '401 dpop/iat-malformed', ...dpopClaims({ iat: -1 })),
  row('dpop: iat 9 s ahead', 'accepted', ...dpopAt(9)),
  row('dpop: iat 10 s ahead', 'accepted', ...dpopAt(10)),
  row('dpop: iat 11 s ahead', '401 dpop/iat-early', ...dpopAt(11)),
  row('dpop: iat 60 s ago', 'accepted', ...dpopAt(-60)),
  row('dpop: iat 61 s ago', '401 dpop/iat-old', ...dpopAt(-61)),
  row('dpop: iat 61 s ago where the network gives 90', 'accepted', claims('dpop', { iat: nowSeconds - 61 }), {
    from: dpopDraft,
    world: { trust: { tolerances: { dpop_life_seconds_max: 90 } } },
  }),
  row('dpop: no ath', '401 dpop/ath-missing', ...dpopClaims({ ath: undefined })),
  row('dpop: ath is a number', '401 dpop/ath-malformed', ...dpopClaims({ ath: 7 })),
  row('dpop: ath of another voucher', '401 dpop/ath-wrong', ...dpopClaims({ ath: base64url(new Uint8Array(32)) })),
  ...jtiRows('dpop', 401),
  row('dpop: the same proof twice', '409 dpop/jti-used', claims('signature', { jti: 'signature-2' }), {
    from: dpopDraft,
    before: asIs,
  }),
  row('dpop: the store breaks', '503 gateway/unavailable', asIs, {
    from: () => ({ ...dpopDraft(), signature: null }),
    world: { store: 'broken' },
  }),
];

const asks = (...requirements: z.input<typeof Requirement>[]): More => ({
  world: { trust: { requirements } },
});
const evidence = (changed: Record<string, unknown>) => claims('evidence', changed);

/** A claim of the evidence that must be a line of text. */
function lineRows(claim: string, code: string, charactersMax: number): Row[] {
  const malformed = `400 evidence/${code}-malformed`;
  return [
    row(`evidence: no ${claim}`, `400 evidence/${code}-missing`, evidence({ [claim]: undefined })),
    row(`evidence: ${claim} is a number`, malformed, evidence({ [claim]: 7 })),
    row(`evidence: ${claim} is empty`, malformed, evidence({ [claim]: '' })),
    row(`evidence: ${claim} with a line break`, malformed, evidence({ [claim]: 'a\nb' })),
    row(`evidence: ${claim} with a sign that is not seen`, malformed, evidence({ [claim]: 'a\u202eb' })),
    row(
      `evidence: ${claim} of ${charactersMax + 1} characters`,
      malformed,
      evidence({ [claim]: 'a'.repeat(charactersMax + 1) }),
    ),
    row(
      `evidence: ${claim} of ${charactersMax} characters`,
      'accepted',
      evidence({ [claim]: 'a'.repeat(charactersMax) }),
    ),
  ];
}

/** Trap: evidence after voucher, purposeId differs, dnonce length, variants of LoA. */
const evidenceRows: Row[] = [
  row('evidence: iss in capital letters', 'accepted', evidence({ iss: ids.client.toUpperCase() })),
  row(
    'no evidence where AUDIT_REST_01 is asked for',
    '400 evidence/header-missing',
    part({ evidence: null }),
    asks({ evidence: 'audit_01' }),
  ),
  row(
    'no evidence where AUDIT_REST_02 is asked for',
    '400 evidence/header-missing',
    part({ evidence: null }),
    asks({ evidence: 'audit_02' }),
  ),
  row('no evidence where none is asked for', 'accepted', part({ evidence: null }), asks({ evidence: 'none' })),
  row('the evidence of AUDIT_REST_02', 'accepted', asIs, asks({ evidence: 'audit_02' })),
  row('evidence twice', '400 evidence/header-repeated', part({ doubled: ['agid-jwt-trackingevidence'] })),
  ...formRows('evidence', 400),
  ...kidRows('evidence', 400),
  row('evidence: a key of another client', '400 evidence/kid-foreign', (draft) => {
    Object.assign(pieceOf(draft, 'evidence'), { key: 'stranger' });
    pieceOf(draft, 'evidence').header.kid = 'stranger-key';
  }),
  row('evidence: a key of nobody known', '400 evidence/kid-foreign', asIs, {
    world: { publishedKeys: 'without_owner' },
  }),
  row('evidence: typ at+jwt', '400 evidence/typ-wrong', header('evidence', { typ: 'at+jwt' })),
  row('evidence: no typ', 'accepted', header('evidence', { typ: undefined })),
  row('evidence: no iss', '400 evidence/iss-missing', evidence({ iss: undefined })),
  row('evidence: iss is a number', '400 evidence/iss-malformed', evidence({ iss: 7 })),
  row('evidence: iss of another client', '400 evidence/iss-wrong', evidence({ iss: ids.otherClient })),
  ...audienceRows('evidence'),
  ...timeRows('evidence', 400),
  ...jtiRows('evidence', 400),
  row('evidence: no purposeId', '400 evidence/purpose-id-missing', evidence({ purposeId: undefined })),
  row('evidence: purposeId is no UUID', '400 evidence/purpose-id-malformed', evidence({ purposeId: 'purpose' })),
  row('evidence: purposeId of another purpose', '403 evidence/purpose-id-wrong', evidence({ purposeId: ids.nobody })),
  ...lineRows('userID', 'user-id', 100),
  ...lineRows('userLocation', 'user-location', 100),
  ...lineRows('LoA', 'loa', 60),
  row('evidence: LoA as loa', 'accepted', evidence({ LoA: undefined, loa: 'LoA2' })),
  row('evidence: LoA as userLoa', 'accepted', evidence({ LoA: undefined, userLoa: 'LoA2' })),
  row('evidence: loa is a number', '400 evidence/loa-malformed', evidence({ LoA: undefined, loa: 2 })),
  row(
    'evidence: no dnonce in AUDIT_REST_02',
    '400 evidence/dnonce-missing',
    evidence({ dnonce: undefined }),
    asks({ evidence: 'audit_02' }),
  ),
  row(
    'evidence: no dnonce in AUDIT_REST_01',
    'accepted',
    evidence({ dnonce: undefined }),
    asks({ evidence: 'audit_01' }),
  ),
  row('evidence: dnonce of 12 digits', '400 evidence/dnonce-malformed', evidence({ dnonce: '123456789012' })),
  row('evidence: dnonce of 14 digits', '400 evidence/dnonce-malformed', evidence({ dnonce: '12345678901234' })),
  row('evidence: dnonce with a letter', '400 evidence/dnonce-malformed', evidence({ dnonce: '123456789012a' })),
  row('evidence: dnonce as a number', 'accepted', evidence({ dnonce: 1234567890123 }), asks({ evidence: 'audit_02' })),
  row('evidence: dnonce as a number of 12 digits', '400 evidence/dnonce-malformed', evidence({ dnonce: 123456789012 })),
  row('evidence: dnonce in an array', '400 evidence/dnonce-malformed', evidence({ dnonce: ['1234567890123'] })),
  row(
    'evidence made after the voucher',
    '400 evidence/binding-wrong',
    claims('voucher', { digest: { alg: 'SHA256', value: 'a'.repeat(64) } }),
  ),
  row('the digest of the evidence in capital letters', 'accepted', (draft) => {
    draft.voucher.text = async (compact, keys) => {
      const [head, payload] = compact.split('.');
      const { digest, ...rest } = decode(payload) as { digest: { alg: string; value: string } };
      const capital = { ...digest, value: digest.value.toUpperCase() };
      return seal(decode(head), { ...rest, digest: capital }, keys.issuer);
    };
  }),
  row(
    'a voucher without digest in AUDIT_REST_02',
    '401 voucher/digest-missing',
    part({ bound: false }),
    asks({ evidence: 'audit_02' }),
  ),
  row('a voucher without digest in AUDIT_REST_01', 'accepted', part({ bound: false }), asks({ evidence: 'audit_01' })),
  row('AUDIT_REST_02 without a voucher', '400 evidence/binding-missing', asIs, {
    ...asks({ evidence: 'audit_02' }),
    from: ownDraft,
  }),
  row('AUDIT_REST_01 without a voucher', 'accepted', asIs, { ...asks({ evidence: 'audit_01' }), from: ownDraft }),
];

const signature = (changed: Record<string, unknown>) => claims('signature', changed);
const signs = (signed_headers: unknown) => signature({ signed_headers });
const type = { 'content-type': 'application/json' };
const digestOf = async (body: string) => ({ digest: `SHA-256=${base64(await sha256(body))}` });
/** Signs what the request has, but for what is changed. */
const signsAll =
  (...changed: Record<string, unknown>[]): Spoil =>
  async (draft) => {
    const signed = { ...(await digestOf(draft.body ?? '')), ...draft.headers, ...Object.assign({}, ...changed) };
    const entries = Object.entries(signed).filter(([, value]) => value !== undefined);
    pieceOf(draft, 'signature').claims.signed_headers = entries.map(([name, value]) => ({ [name]: value }));
  };
const encoded = part({ headers: { ...type, 'content-encoding': 'identity' } });
const tagged = part({ headers: { ...type, 'accept-language': 'it' } });
const withoutBody = (): Draft => ({ ...signedDraft(), method: 'GET', body: null, headers: {} });
const unsignedDraft = (): Draft => ({ ...signedDraft(), signature: null });
const reserialised = '{"b":1,"a":"\u00e8"}';

/** Trap: content-type and content-encoding must be signed if present; N identical signatures, one accepted. */
const signatureRows: Row[] = [
  row('signature: iss in capital letters', 'accepted', signature({ iss: ids.client.toUpperCase() })),
  row('signature of a client of our own where the network takes no proofs', 'accepted', signature({ aud: 'other' }), {
    from: ownDraft,
    world: { withoutTrust: true },
  }),
  row(
    'no signature where one is asked for',
    '400 signature/header-missing',
    part({ signature: null }),
    asks({ signature: 'always' }),
  ),
  row(
    'no signature over a body where one is asked for with a body',
    '400 signature/header-missing',
    part({ signature: null }),
    asks({ signature: 'with_body' }),
  ),
  row('no signature and no body where one is asked for with a body', 'accepted', part({ signature: null }), {
    ...asks({ signature: 'with_body' }),
    from: withoutBody,
  }),
  row(
    'no signature over an empty body where one is asked for with a body',
    'accepted',
    part({ signature: null, body: '' }),
    asks({ signature: 'with_body' }),
  ),
  row(
    'no signature and no body where one is always asked for',
    '400 signature/header-missing',
    part({ signature: null }),
    { ...asks({ signature: 'always' }), from: withoutBody },
  ),
  row('no signature where none is asked for', 'accepted', part({ signature: null }), asks({ signature: 'none' })),
  row('a signature without body', 'accepted', asIs, { from: withoutBody, ...asks({ signature: 'always' }) }),
  row('signature twice', '400 signature/header-repeated', part({ doubled: ['agid-jwt-signature'] })),
  ...formRows('signature', 400),
  ...kidRows('signature', 400),
  row('signature: a key of another client', '400 signature/kid-foreign', (draft) => {
    Object.assign(pieceOf(draft, 'signature'), { key: 'stranger' });
    pieceOf(draft, 'signature').header.kid = 'stranger-key';
  }),
  row('signature: a key of nobody known', '400 signature/kid-foreign', asIs, {
    from: signedDraft,
    world: { publishedKeys: 'without_owner' },
  }),
  row('signature: a key on P-256', 'accepted', (draft) => {
    const piece = pieceOf(draft, 'signature');
    piece.key = 'clientEc';
    Object.assign(piece.header, { alg: 'ES256', kid: 'client-ec' });
  }),
  row(
    'signature: a key that the network document gives',
    'accepted',
    (draft) => {
      const piece = pieceOf(draft, 'signature');
      piece.key = 'stranger';
      piece.header.kid = 'given';
    },
    { from: signedDraft, world: { publishedKeys: 'broken', given: 'stranger' } },
  ),
  row('signature: a published key where the network document gives others', '400 signature/kid-unknown', asIs, {
    from: signedDraft,
    world: { given: 'stranger' },
  }),
  row(
    'signature: a key that a client of our own does not have',
    '400 signature/kid-unknown',
    header('signature', { kid: 'client-ec' }),
    { from: ownDraft },
  ),
  row(
    'signature: a client of our own, signed with another key',
    '400 signature/seal-wrong',
    (draft) => {
      pieceOf(draft, 'signature').key = 'stranger';
    },
    { from: ownDraft },
  ),
  row(
    'signature: a client with a secret has no keys',
    '400 signature/kid-unknown',
    part({ signature: signedDraft().signature }),
    { from: basicDraft },
  ),
  row('signature: typ at+jwt', '400 signature/typ-wrong', header('signature', { typ: 'at+jwt' })),
  row('signature: no typ', 'accepted', header('signature', { typ: undefined })),
  row('signature: no iss', 'accepted', signature({ iss: undefined })),
  row('signature: iss is a number', '400 signature/iss-malformed', signature({ iss: 7 })),
  row('signature: iss of another client', '400 signature/iss-wrong', signature({ iss: ids.otherClient })),
  ...audienceRows('signature'),
  ...timeRows('signature', 400),
  ...jtiRows('signature', 400),
  row('signature: no signed_headers', '400 signature/signed-headers-missing', signs(undefined)),
  row('signature: no signed_headers without body', '400 signature/signed-headers-missing', signs(undefined), {
    from: withoutBody,
  }),
  row('signature: signed_headers is an object', '400 signature/signed-headers-malformed', signs(type)),
  row(
    'signature: signed_headers of names',
    '400 signature/signed-headers-malformed',
    signs(['digest', 'content-type']),
  ),
  row('signature: signed_headers with null', '400 signature/signed-headers-malformed', signs([null])),
  row('signature: two headers in one object', '400 signature/signed-headers-malformed', async (draft) => {
    pieceOf(draft, 'signature').claims.signed_headers = [{ ...(await digestOf(draft.body ?? '')), ...type }];
  }),
  row('signature: a name in capital letters', '400 signature/signed-headers-malformed', signsAll({ Digest: 'x' })),
  row('signature: a value that is no text', '400 signature/signed-headers-malformed', signsAll({ digest: 7 })),
  row('signature: a header named twice', '400 signature/signed-headers-malformed', async (draft) => {
    const digest = await digestOf(draft.body ?? '');
    pieceOf(draft, 'signature').claims.signed_headers = [digest, type, digest];
  }),
  row('signature: digest not signed', '400 signature/digest-unsigned', signsAll({ digest: undefined })),
  row('signature: digest of another body', '400 signature/digest-wrong', async (draft) => {
    draft.altered = reserialised;
    const { digest } = await digestOf(reserialised);
    await signsAll()(draft, {} as Keys);
    draft.digest = () => digest;
  }),
  row(
    'signature: content-type not signed',
    '400 signature/content-type-unsigned',
    signsAll({ 'content-type': undefined }),
  ),
  row(
    'signature: another content-type',
    '400 signature/content-type-wrong',
    signsAll({ 'content-type': 'application/xml' }),
  ),
  row(
    'signature: content-encoding not signed',
    '400 signature/content-encoding-unsigned',
    all(encoded, signsAll({ 'content-encoding': undefined })),
  ),
  row(
    'signature: another content-encoding',
    '400 signature/content-encoding-wrong',
    all(encoded, signsAll({ 'content-encoding': 'br' })),
  ),
  row(
    'signature: a content-encoding that was taken away',
    '400 signature/content-encoding-wrong',
    signsAll({ 'content-encoding': 'identity' }),
  ),
  row('signature: content-encoding signed', 'accepted', encoded),
  row('signature: another header signed', 'accepted', all(tagged, signsAll())),
  row('signature: another header not signed', 'accepted', all(tagged, signsAll({ 'accept-language': undefined }))),
  row(
    'signature: another header that was changed',
    '400 signature/signed-headers-wrong',
    all(tagged, signsAll({ 'accept-language': 'de' })),
  ),
  row(
    'signature: another header that was taken away',
    '400 signature/signed-headers-wrong',
    signsAll({ 'accept-language': 'it' }),
  ),
  row('signature: the same twice', '409 signature/jti-used', asIs, { before: asIs }),
  row('signature: the same jti in another signature', '409 signature/jti-used', signature({ exp: nowSeconds + 60 }), {
    before: asIs,
  }),
  row('signature: the same jti of another client', 'accepted', (draft) => void Object.assign(draft, ownDraft()), {
    before: asIs,
  }),
  row(
    'signature: the jti of a DPoP proof',
    'accepted',
    all(signature({ jti: 'one' }), claims('dpop', { jti: 'one' })),
    { from: dpopDraft },
  ),
  row('signature: the store breaks', '503 gateway/unavailable', asIs, { world: { store: 'broken' } }),
];

const other = new Uint8Array(32);

/** Trap: hex versus base64, digest over re-serialised JSON. */
const digestRows: Row[] = [
  row('digest: none beside a signature over a body', '400 digest/header-missing', part({ digest: () => null })),
  row('digest twice', '400 digest/header-repeated', part({ doubled: ['digest'] })),
  row('digest without algorithm', '400 digest/header-malformed', part({ digest: (right) => right.base64 })),
  row('digest of 31 bytes', '400 digest/header-malformed', part({ digest: () => `SHA-256=${base64(other.slice(1))}` })),
  row('digest in base64url', '400 digest/header-malformed', part({ digest: () => `SHA-256=${'_'.repeat(43)}=` })),
  row('digest by SHA-512', '400 digest/alg-wrong', part({ digest: () => `SHA-512=${base64(new Uint8Array(64))}` })),
  row('digest by MD5', '400 digest/alg-wrong', part({ digest: () => `MD5=${base64(other.slice(16))}` })),
  row('digest of other bytes in base64', '400 digest/value-wrong', part({ digest: () => `SHA-256=${base64(other)}` })),
  row(
    'digest of other bytes in hexadecimal',
    '400 digest/value-wrong',
    part({ digest: () => `SHA-256=${hex(other)}` }),
  ),
  row('digest in hexadecimal', 'accepted', part({ digest: (right) => `SHA-256=${right.hex}` })),
  row(
    'digest in hexadecimal, capital letters',
    'accepted',
    part({ digest: (right) => `sha-256=${right.hex.toUpperCase()}` }),
  ),
  row('digest over the same JSON, written anew', '400 digest/value-wrong', part({ altered: reserialised })),
  row('digest without the final line break', '400 digest/value-wrong', (draft) => {
    draft.altered = String(draft.body).trimEnd();
  }),
  row('digest without signature', 'accepted', asIs, { from: unsignedDraft }),
  row('digest without signature over another body', '400 digest/value-wrong', part({ altered: reserialised }), {
    from: unsignedDraft,
  }),
  row('digest of a body that was taken away', '400 digest/value-wrong', part({ altered: '' }), { from: unsignedDraft }),
];

const certificate = 'ab'.repeat(32);
const shows = (shown: string | null) => part({ certificate: shown });

/** Which proofs the network document asks for: of several that fit, the first. */
const requirementRows: Row[] = [
  row(
    'no certificate where some are named',
    '401 channel/certificate-missing',
    asIs,
    asks({ certificates: [certificate] }),
  ),
  row(
    'another certificate',
    '401 channel/certificate-wrong',
    shows('cd'.repeat(32)),
    asks({ certificates: [certificate] }),
  ),
  row('the certificate that is named', 'accepted', shows(certificate), asks({ certificates: [certificate] })),
  row(
    'the certificate that is named, in capital letters',
    'accepted',
    shows(certificate.toUpperCase()),
    asks({ certificates: [certificate] }),
  ),
  row('a certificate where none is named', 'accepted', shows(certificate)),
  row('a token of our own where a voucher is asked for', '401 voucher/header-missing', asIs, {
    ...asks({ voucher: 'any' }),
    from: ownDraft,
  }),
  row('a secret where a voucher is asked for', '401 voucher/header-missing', asIs, {
    ...asks({ voucher: 'any' }),
    from: basicDraft,
  }),
  row('a bearer voucher where any is asked for', 'accepted', asIs, asks({ voucher: 'any' })),
  row('a bound voucher where any is asked for', 'accepted', asIs, { ...asks({ voucher: 'any' }), from: dpopDraft }),
  row('a bearer voucher where a bound one is asked for', '401 voucher/cnf-missing', asIs, asks({ voucher: 'dpop' })),
  row('a bound voucher where one is asked for', 'accepted', asIs, { ...asks({ voucher: 'dpop' }), from: dpopDraft }),
  row('a bound voucher where a bearer one is asked for', '401 voucher/scheme-wrong', asIs, {
    ...asks({ voucher: 'bearer' }),
    from: dpopDraft,
  }),
  row('what another operation asks for', 'accepted', asIs, asks({ operations: ['list_referrals'], voucher: 'dpop' })),
  row(
    'what this operation asks for',
    '401 voucher/cnf-missing',
    asIs,
    asks({ operations: ['list_referrals', 'submit_referral'], voucher: 'dpop' }),
  ),
  row('what another client is asked for', 'accepted', asIs, asks({ clients: ['own-app'], voucher: 'dpop' })),
  row(
    'what this client is asked for',
    '401 voucher/cnf-missing',
    asIs,
    asks({ clients: ['pdnd-app'], voucher: 'dpop' }),
  ),
  row(
    'what this system is asked for',
    '401 voucher/cnf-missing',
    asIs,
    asks({ systems: ['case-files'], voucher: 'dpop' }),
  ),
  row('what a system is asked for, of a client without one', 'accepted', asIs, {
    ...asks({ systems: ['case-files'], voucher: 'any' }),
    from: ownDraft,
  }),
  row('the first of two that fit', 'accepted', asIs, asks({ operations: ['submit_referral'] }, { voucher: 'dpop' })),
  row(
    'the second where the first does not fit',
    '401 voucher/cnf-missing',
    asIs,
    asks({ operations: ['list_referrals'] }, { voucher: 'dpop' }),
  ),
];

export const trustCases: readonly Row[] = [
  ...goodRows,
  ...headerRows,
  ...voucherRows,
  ...dpopRows,
  ...evidenceRows,
  ...signatureRows,
  ...digestRows,
  ...requirementRows,
];

/** Codes of replies that we verify: no request can be refused with them. */
export const outboundOnly: readonly string[] = ['signature/request-digest-missing', 'signature/request-digest-wrong'];
