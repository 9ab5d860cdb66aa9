import { decodeJwt } from 'jose';
import { pdndDefaults, pdndIds } from '../../world/pdnd-network.ts';
import { elena, toAsl } from '../../world/people.ts';
import { jsonLines } from '../excerpt.ts';
import { early, sound } from './comune.ts';
import { type Act, lastCall, ledgerOf, named, short } from './scene.ts';

export const anna = 'anna.bianchi';
const headerNames = ['authorization', 'agid-jwt-trackingevidence', 'agid-jwt-signature', 'digest', 'dpop'];

/** The headers of a request that prove something, shortened. */
const proofs = (headers: Readonly<Record<string, string>>): string[] =>
  headerNames.flatMap((name) => {
    const value = headers[name];
    if (value === undefined) return [];
    const [scheme, token] = value.split(' ');
    return [`${name}: ${token === undefined ? short(value) : `${scheme} ${short(token)}`}`];
  });

/** A person is referred under a voucher. */
export const referred: Act = async (scene, check) => {
  const { stage, narrator, comune, sessions, referrals } = scene;
  narrator.act('A voucher, an evidence, a signature', stage.clock.now());
  narrator.say(
    'Anna Bianchi, case worker of the Comune, sends Paolo Serra to the addiction service (SerD) of the ASL. Her program writes down who acts (AUDIT_REST_02), gets a voucher of PDND that is bound to it, and signs the body (INTEGRITY_REST_02).',
  );
  const session = await comune.begin(pdndIds.healthPurpose, anna);
  sessions.set(anna, session);
  const { prepared, reply } = await comune.post(session, '/v1/referrals', toAsl());
  referrals.set('Paolo', reply.body.id ?? '');
  narrator.quote('POST /v1/referrals (tokens shortened)', proofs(prepared.headers));
  const claims = decodeJwt(session.voucher);
  narrator.quote('the voucher says', jsonLines(claims, ['iss', 'aud', 'purposeId', 'producerId', 'jti', 'digest']));
  narrator.quote(
    'the evidence says',
    jsonLines(decodeJwt(session.evidence), ['userID', 'userLocation', 'LoA', 'dnonce']),
  );
  narrator.space();
  check(
    'the voucher is for the e-service of the gateway',
    [claims.aud, claims.producerId],
    [pdndDefaults.audience, pdndIds.producer],
  );
  check('the referral is taken', [reply.status, reply.body.id !== undefined], [201, true]);
  return `referral ${reply.body.id}, under voucher ${session.tokenId}`;
};

/** What the caller keeps as proof. */
export const answered: Act = async (scene, check) => {
  const { stage, narrator, comune, sessions, referrals } = scene;
  narrator.act('The signed answer', stage.clock.now());
  narrator.say(
    'The answer is signed, too. The Comune verifies it with the key that the gateway publishes, and keeps it: it says which request it answers, so neither side can deny the exchange. The same person sends a second one, Elena Marini to the family clinic, under the same voucher.',
  );
  const session = named(sessions, anna);
  const request = toAsl({
    subject: elena,
    service: 'consultorio-familiare',
    circumstances: { social: 'Sola con i figli.' },
  });
  const { prepared, reply } = await comune.post(session, '/v1/referrals', request);
  referrals.set('Elena', reply.body.id ?? '');
  const seal = decodeJwt(reply.headers.get('agid-jwt-signature') ?? '');
  narrator.quote('Agid-JWT-Signature of the answer says', jsonLines(seal, ['aud', 'signed_headers', 'request_digest']));
  narrator.space();
  check(
    'its signature, its digest, its audience and its request_digest hold',
    await comune.verified(reply, prepared),
    sound,
  );
  const another = { ...prepared, digest: 'SHA-256=of another request' };
  check('it fits no other request', (await comune.verified(reply, another)).answers, false);
  const written = await ledgerOf(scene);
  const submitted = written.find(
    ({ operation, referral_id }) => operation === 'referral.submit' && referral_id === reply.body.id,
  );
  const call = await lastCall(scene);
  narrator.fields([
    [
      'referral.submit',
      `${submitted?.purpose}, under ${submitted?.agreement}, by ${submitted?.acting_user}: ${submitted?.rule}`,
    ],
    [
      'pdnd.call',
      `${call.call?.operation} ${call.call?.status}, voucher ${call.call?.token_id}, purpose ${call.call?.purpose_id}`,
    ],
  ]);
  narrator.space();
  check(
    'the ledger knows who acted, and for what',
    [submitted?.acting_user, submitted?.client, submitted?.purpose],
    [anna, 'comune-sportello', 'SAN-INV'],
  );
  check(
    'and under which voucher',
    [call.call, call.acting_user],
    [
      {
        operation: 'submit_referral',
        status: 201,
        consumer_id: pdndIds.consumer,
        purpose_id: pdndIds.healthPurpose,
        token_id: session.tokenId,
      },
      anna,
    ],
  );
  return 'the signed answer verifies, and answers this request only';
};

/** A voucher that only its holder can show. */
export const boundToKey: Act = async (scene, check) => {
  const { stage, narrator, comune, sessions, referrals } = scene;
  narrator.act('A voucher bound to a key', stage.clock.now());
  narrator.say(
    'A colleague works with DPoP: PDND binds her voucher to a key of her program, and every call proves that it holds the key. A voucher like that is worth nothing to who copies it.',
  );
  const session = await comune.begin(pdndIds.healthPurpose, 'carla.verdi', true);
  sessions.set('carla.verdi', session);
  const request = toAsl({ service: 'consultorio-familiare', circumstances: { health: { reason: 'Colloquio.' } } });
  const { prepared, reply } = await comune.post(session, '/v1/referrals', request);
  referrals.set('Paolo again', reply.body.id ?? '');
  narrator.quote('POST /v1/referrals (tokens shortened)', proofs(prepared.headers));
  narrator.quote(
    'the DPoP proof says',
    jsonLines(decodeJwt(prepared.headers.dpop ?? ''), ['htm', 'htu', 'ath', 'jti']),
  );
  const { dpop: _, ...bare } = (await comune.prepare(session, '/v1/referrals', request)).headers;
  const copied = { ...prepared, headers: { ...bare, authorization: `Bearer ${session.voucher}` } };
  const thief = await comune.send(copied);
  narrator.fields([['copied voucher', `${thief.status} ${thief.body.code}: ${thief.body.title}`]]);
  narrator.space();
  check(
    'the referral is taken, and the answer holds',
    [reply.status, await comune.verified(reply, prepared)],
    [201, sound],
  );
  check(
    'who copied the voucher and has no key is refused',
    [thief.status, thief.body.code],
    [401, 'voucher/scheme-wrong'],
  );
  check(
    'by a signed answer, which names no request: it was given before the body was read',
    await comune.verified(thief, copied),
    early,
  );
  return 'taken with DPoP; without the key 401 voucher/scheme-wrong';
};
