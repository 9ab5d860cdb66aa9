import { SignJWT } from 'jose';
import { type Network, scopes } from '../../contracts/canonical/network.ts';
import { loadSigningKeys } from '../../src/auth/index.ts';
import { createStore } from '../../src/commit/index.ts';
import { compose } from '../../src/entry/compose.ts';
import { folds } from '../../src/entry/folds.ts';
import { keyringOf } from '../../src/entry/keyring-of.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { counted } from '../conformance/store-tables.ts';
import { createClock } from '../world/clock.ts';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { evidence, lucia, toSchool } from '../world/people.ts';
import { createPostbox } from '../world/postbox.ts';
import { configOf, networkIn } from '../world/start-world.ts';
import { analysis, convocation, members } from '../world/team.ts';

export type Stand = Awaited<ReturnType<typeof startStand>>;
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | ReadableStream | undefined;
};

/** Who looks after the whole territory: of its scopes two see every body's deliveries and ledger, and one hands in the gateway's mail. */
const operator = 'ats-amministratore';
const operatorScopes = ['network:write', 'deliveries:operate', 'mail:write'];
const bodyScopes = scopes.filter((scope) => !operatorScopes.includes(scope));

export const address = 'http://localhost:8080';

/**
 * A real gateway on an embedded store. Every client of the demo network holds every scope of a body, so that
 * whoever is refused is refused for who it is. Partners break off: what is sent to them becomes unknown.
 */
export async function startStand() {
  const { engine, crypto } = onSqlite();
  const { now } = createClock();
  const config = await configOf(address, now());
  const newId = countedIds(1);
  const store = createStore({ engine, crypto, keyring: keyringOf(config.keys), ...folds });
  const lines: string[] = [];
  const postbox = createPostbox();
  const gateway = await compose({
    config,
    store,
    crypto,
    newId,
    now,
    random: () => 0.5,
    wake: () => {},
    peerOf: () => 'loopback',
    log: (level, event, fields) => lines.push(JSON.stringify({ level, event, ...fields })),
    sendMail: postbox.send,
    send: async () => ({ answered: false, at: 'exchange', code: 'reset' }),
    askUrl: async () => ({ answered: false, at: 'exchange', code: 'reset' }),
  });
  const network = changed(networkIn(demoNetworkText));
  await gateway.seed(JSON.stringify(network));

  const signing = await loadSigningKeys(config.keys.signing);
  const nowSeconds = Math.floor(Date.parse(now()) / 1000);

  return {
    lines,
    network,
    postbox,
    counts: () => counted(engine),
    close: () => engine.close(),
    tick: () => gateway.tick(),
    /** An access token as the gateway makes them; claims given replace its own. */
    tokenOf(client: string, claims: object = {}): Promise<string> {
      const organization = network.clients.find(({ id }) => id === client)?.organization;
      const whole = {
        iss: address,
        aud: address,
        sub: client,
        client_id: client,
        organization,
        scope: scopes.join(' '),
      };
      return new SignJWT({ ...whole, iat: nowSeconds, exp: nowSeconds + 600, jti: newId(), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid })
        .sign(signing.privateKey);
    },
    async send({ method, path, headers = {}, body }: Asked) {
      const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) };
      const reply = await gateway.fetch(new Request(`${address}${path}`, init as RequestInit), {});
      const text = await reply.text();
      const isJson = reply.headers.get('content-type')?.includes('json') && text !== '';
      return { status: reply.status, headers: reply.headers, text, json: isJson ? JSON.parse(text) : undefined };
    },
  };
}

const changed = (network: Network): Network => ({
  ...network,
  systems: network.systems.map((system) =>
    system.id === 'comune-cartella' ? { ...system, options: { ...system.options, deduplicates: false } } : system,
  ),
  clients: network.clients.map((client) => ({ ...client, scopes: client.id === operator ? [...scopes] : bodyScopes })),
});

export type Filled = Readonly<
  Record<
    | 'referral_id'
    | 'consent_id'
    | 'subject_id'
    | 'message_id'
    | 'exchange_id'
    | 'delivery_id'
    | 'convocation_id'
    | 'analysis_id'
    | 'answer_token'
    | 'documents_token'
    | 'calendar_reply',
    string
  >
>;

/** Something of everything: a referral in the school's mailbox, an answer whose delivery is unknown, evidence, a team that was convened, the ledger. */
export async function fill(stand: Stand): Promise<Filled> {
  const as = async (client: string, method: string, path: string, body?: object, more: Record<string, string> = {}) => {
    const headers = {
      authorization: `Bearer ${await stand.tokenOf(client)}`,
      'content-type': 'application/json',
      ...more,
    };
    const reply = await stand.send({ method, path, headers, body: body && JSON.stringify(body) });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json;
  };
  const referral = await as('comune-sportello', 'POST', '/v1/referrals', toSchool(), {
    'idempotency-key': 'fill-0001',
  });
  const consent = await as('comune-sportello', 'POST', '/v1/consents', evidence(lucia.tax_code), {
    'idempotency-key': 'fill-0002',
  });
  const events = `/v1/referrals/${referral.id}/events`;
  await as('ic-segreteria', 'POST', events, { type: 'acknowledge' }, { 'if-match': '"v1"' });
  const analysed = await as('comune-sportello', 'POST', '/v1/preliminary-analyses', analysis(), {
    'idempotency-key': 'fill-0003',
  });
  const convened = await as('comune-sportello', 'POST', '/v1/convocations', convening(analysed.id), {
    'idempotency-key': 'fill-0004',
  });
  await stand.tick();
  const mailbox = await as('ic-segreteria', 'GET', '/v1/mailbox');
  const ledger = await as('comune-sportello', 'GET', `/v1/exchanges?referral_id=${referral.id}`);
  const unknown = await as('comune-sportello', 'GET', `/v1/deliveries?referral_id=${referral.id}&state=unknown`);
  return {
    referral_id: referral.id,
    consent_id: consent.id,
    subject_id: consent.subject_id,
    message_id: mailbox.items[0].message_id,
    exchange_id: ledger.items[0].id,
    delivery_id: unknown.items[0].id,
    convocation_id: convened.id,
    analysis_id: analysed.id,
    answer_token: await stand.postbox.tokenFor(invited, 'answers'),
    documents_token: await stand.postbox.tokenFor(toOpen, 'documents'),
    calendar_reply: await calendarReply(stand, 'carla.riva@scuola.borgoverde.example'),
  };
}

const invited = 'paolo.verdi@cpi.borgoverde.example';
/** Who gets more than may lie in a mailbox. */
const toOpen = 'maja.cernigoj@asl.borgoverde.example';

/** How a calendar accepts the invitation that went to an address (RFC 5546 section 3.2.3), as the mail that comes back. */
async function calendarReply({ postbox }: Stand, attendee: string): Promise<string> {
  const [invitation] = await postbox.to(attendee);
  const calendar = invitation?.attachments.find(({ contentType }) => contentType === 'application/ics')?.content;
  const uid = /^UID:(\S+(?:\r\n [^\r]+)*)/m.exec(String(calendar))?.[1]?.replaceAll('\r\n ', '');
  return [
    `From: ${attendee}`,
    `To: ${invitation?.replyTo?.text}`,
    'Content-Type: text/calendar; method=REPLY; charset=UTF-8',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'SEQUENCE:0',
    'DTSTAMP:20261120T091500Z',
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${attendee}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** The team of team.ts, with the analysis of its first case, to which the psychologist comes, too, and somebody who is written to by post. */
function convening(analysis_id: string): object {
  const { agenda, ...rest } = convocation();
  const { assistente, cpi, psicologa, scuola } = members;
  const team = [assistente, cpi, { ...psicologa, cases: ['caso-1', 'caso-2'] }, scuola];
  const mother = { member_id: 'madre', case: 'caso-1', given_name: 'Elena', family_name: 'Marini' };
  const beneficiaries = [mother];
  return {
    ...rest,
    beneficiaries,
    members: team,
    agenda: agenda.map((item, at) => (at === 0 ? { ...item, analysis_id } : item)),
  };
}
