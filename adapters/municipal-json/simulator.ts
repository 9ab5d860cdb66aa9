import { Hono } from 'hono';

/** A message of ours as the vendor holds it: its words, its members. */
export type Esito = {
  readonly id_messaggio: string;
  readonly pratica?: string;
  readonly segnalazione?: string;
  readonly stato?: string;
  readonly [member: string]: unknown;
};

/** How the simulated system meets the gateway: `post` carries one of its messages and brings the answer. */
type Post = (body: string) => Promise<{ readonly status: number; readonly body: string }>;

type Answered = { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };
const answered = (status: number, words: object, headers?: Answered['headers']): Answered => ({
  status,
  body: JSON.stringify(words),
  ...(headers === undefined ? {} : { headers }),
});

/** Case numbers that make the system fail, each in its own way, every time. */
export const sentinels: Readonly<Record<string, Answered>> = {
  'SIM-CHIUSA': answered(200, { esito: 'KO', codice: 'PRATICA_CHIUSA' }),
  'SIM-KO': answered(200, { esito: 'KO', codice: 'E-9471', descrizione: 'Errore applicativo' }),
  'SIM-OCCUPATO': answered(200, { esito: 'OCCUPATO' }, { 'retry-after': '120' }),
  'SIM-MUTO': answered(200, {}),
  'SIM-PAGINA': { status: 200, body: '<html><body>Accedi</body></html>', headers: { 'content-type': 'text/html' } },
  'SIM-206': answered(206, { esito: 'OK' }),
  'SIM-400': answered(400, { errore: 'formato' }),
  'SIM-401': answered(401, { errore: 'credenziali' }),
  'SIM-403': answered(403, { errore: 'credenziali' }),
  'SIM-404': answered(404, { errore: 'pratica sconosciuta' }),
  'SIM-408': answered(408, {}),
  'SIM-409': answered(409, { errore: 'pratica chiusa' }),
  'SIM-413': answered(413, {}),
  'SIM-422': answered(422, { errore: 'dati non validi' }),
  'SIM-425': answered(425, {}),
  'SIM-429': answered(429, {}, { 'retry-after': '30' }),
  'SIM-500': answered(500, { errore: 'interno' }),
  'SIM-502': answered(502, {}),
  'SIM-503': answered(503, {}, { 'retry-after': 'Fri, 20 Nov 2026 09:10:00 GMT' }),
  'SIM-504': answered(504, {}),
};

type Settings = {
  readonly post?: Post;
  /** The one Authorization header it accepts; without it, any. */
  readonly authorization?: string;
};

/** A municipal case system with an interface of its own: takes results of referrals, sends households, keeps both. */
export function simulateCaseSystem({ post, authorization }: Settings = {}) {
  const received: Esito[] = [];
  const sent: { readonly message: unknown; readonly status: number; readonly reply: unknown }[] = [];

  const take = (body: string): Answered => {
    const message = readEsito(body);
    if (message === null) return answered(400, { errore: 'formato' });
    const sentinel = sentinels[message.pratica ?? ''];
    if (sentinel !== undefined) return sentinel;
    if (received.some(({ id_messaggio }) => id_messaggio === message.id_messaggio))
      return answered(200, { esito: 'GIA_PRESENTE' });
    received.push(message);
    return answered(201, { esito: 'OK', protocollo: `PG-${String(received.length).padStart(6, '0')}` });
  };

  const app = new Hono();
  app.post('*', async (c) => {
    const isKnown = authorization === undefined || c.req.header('authorization') === authorization;
    const { status, body, headers } = isKnown ? take(await c.req.text()) : answered(401, { errore: 'credenziali' });
    return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
  });

  return {
    fetch: (request: Request): Response | Promise<Response> => app.fetch(request),
    /** Messages it took, each once. */
    effects: (): number => received.length,
    received: received as readonly Esito[],
    sent: sent as readonly { readonly message: unknown; readonly status: number; readonly reply: unknown }[],
    /** The latest state it holds of a referral, by its own number. */
    stateOf: (segnalazione: string): string | undefined =>
      received.findLast((message) => message.segnalazione === segnalazione)?.stato,
    /** Sends one of its messages to the gateway and keeps what it is told. */
    async send(message: unknown): Promise<{ readonly status: number; readonly reply: unknown }> {
      if (post === undefined) throw new Error('this case system was given no way to the gateway');
      const { status, body } = await post(JSON.stringify(message));
      const reply: unknown = JSON.parse(body);
      sent.push({ message, status, reply });
      return { status, reply };
    },
  };
}

function readEsito(body: string): Esito | null {
  try {
    const message: unknown = JSON.parse(body);
    return isEsito(message) ? message : null;
  } catch {
    return null;
  }
}

const isEsito = (message: unknown): message is Esito =>
  typeof message === 'object' &&
  message !== null &&
  'id_messaggio' in message &&
  typeof message.id_messaggio === 'string';
