import { simulate as simulateHealth } from '../../adapters/fhir-r4/simulator.ts';
import { simulateLabourSap } from '../../adapters/labour-sap/simulator.ts';
import { simulateCaseSystem } from '../../adapters/municipal-json/simulator.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import type { Clock } from '../../src/ports.ts';
import type { Client, ClientId } from './clients.ts';

/** The systems of the demo network that have a simulator. */
export const partnerIds = ['comune-cartella', 'cpi-sil', 'asl-fhir'] as const;
export type PartnerId = (typeof partnerIds)[number];

/** One request of the gateway to a partner, with all its bytes, and the answer. */
export type Sent = {
  readonly system: PartnerId;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
};

/** What stands before a partner: its gateway, say. */
export type Front = (request: Request, behind: (request: Request) => Promise<Response>) => Promise<Response>;

export type Partners = ReturnType<typeof createPartners>;

/** The three systems, as small programs. `as` is how they speak to the gateway. */
export function createPartners(ports: {
  readonly network: Network;
  readonly now: Clock;
  readonly as: (id: ClientId) => Client;
}) {
  const { network, now, as } = ports;
  const namespace = namespaceOf(network);
  const caseSystem = simulateCaseSystem({
    post: async (body) => {
      const { status, text } = await as('comune-cartella').say('comune-cartella', body, 'application/json');
      return { status, body: text };
    },
  });
  const labour = simulateLabourSap();
  const pushed: string[] = [];
  let isMute = false;
  const health = simulateHealth({
    namespace,
    now,
    push: async (body) => {
      if (isMute) return;
      pushed.push(body);
      const reply = await as('asl-cup').say('asl-fhir', body, 'application/fhir+json', callbackHeaders);
      if (reply.status >= 400) throw new Error(`the gateway did not take it: ${reply.status} ${reply.text}`);
    },
  });
  const byId = { 'comune-cartella': caseSystem, 'cpi-sil': labour, 'asl-fhir': health };
  const sent: Sent[] = [];
  const fronts = new Map<PartnerId, Front>();
  let callbackHeaders: Readonly<Record<string, string>> = {};

  return {
    caseSystem,
    labour,
    health,
    /** From now on the health body says nothing by itself: it waits to be asked. */
    muteHealth: () => {
      isMute = true;
    },
    /** From now on the health body pushes with these headers too. */
    callBackWith: (headers: Readonly<Record<string, string>>) => {
      callbackHeaders = headers;
    },
    /** From now on something stands before a partner and answers in its place, or has it answer. */
    putBefore: (system: PartnerId, front: Front) => {
      fronts.set(system, front);
    },
    /** What the health body pushed, in order. */
    pushed: pushed as readonly string[],
    /** What the gateway sent, in order. */
    sent: sent as readonly Sent[],
    async answer(system: PartnerId, request: Request): Promise<Response> {
      const body = await request.clone().text();
      const behind = async (original: Request) => byId[system].fetch(original);
      const response = await (fronts.get(system)?.(request, behind) ?? behind(request));
      const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const { method, url } = request;
      sent.push({ system, method, url, headers, body, status: response.status, answer: await response.clone().text() });
      return response;
    },
  };
}

function namespaceOf(network: Network): string {
  const options = network.systems.find(({ id }) => id === 'asl-fhir')?.options;
  const namespace = options?.namespace;
  if (typeof namespace !== 'string') throw new Error('the network says no namespace for asl-fhir');
  return namespace;
}

/** The network with the addresses at which the partners are reached. */
export const addressed = (network: Network, addressOf: (system: PartnerId) => string): Network => ({
  ...network,
  systems: network.systems.map((system) => {
    const partner = partnerIds.find((id) => id === system.id);
    return partner === undefined ? system : { ...system, address: addressOf(partner) };
  }),
});
