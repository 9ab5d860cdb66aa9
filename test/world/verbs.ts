import { adapterOf, adapters } from '../../adapters/registry.ts';
import type { Scope } from '../../contracts/canonical/network.ts';
import { scopes } from '../../contracts/canonical/network.ts';
import { createLedgerDigest } from '../../src/commit/index.ts';
import { dispatchLimits } from '../../src/dispatch/index.ts';
import { keyringOf } from '../../src/entry/keyring-of.ts';
import { mailPorts } from '../../src/entry/mail-ports.ts';
import { checkNetwork, createCurrentNetwork } from '../../src/network/index.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Call, Caller, SendFor } from '../../src/ports.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { pdndIds } from './pdnd-network.ts';
import { configOf, type Ground, type World } from './start-world.ts';

/** The verbs of a gateway on a world's store, without HTTP before them: who calls is given, not proven. */
export async function verbsOn(world: World, { crypto }: Ground) {
  const { store, clock } = world;
  const config = await configOf('http://localhost:8080', clock.now());
  const ledgerDigest = createLedgerDigest(crypto, keyringOf(config.keys));
  const current = createCurrentNetwork({ store, now: clock.now, checkEveryMs: 0 });
  const sentFor: (SendFor | undefined)[] = [];
  const { gateway, dispatch } = createPipeline({
    ...mailPorts({ config, crypto }, ledgerDigest),
    store,
    clock: clock.now,
    newId: countedIds(3),
    network: current.get,
    forgetNetwork: current.forget,
    checkNetwork: (input) => checkNetwork(input, adapters),
    adapterOf,
    ledgerDigest,
    dispatchLimits,
    wake: () => {},
    random: () => 0.5,
    log: () => {},
    sendMail: world.postbox.send,
    send: async (_request, _system, _limits, on) => {
      sentFor.push(on);
      return { answered: false, at: 'connect', code: 'nobody-there' };
    },
  });
  const newId = countedIds(4);
  return {
    gateway,
    dispatch,
    /** On whose behalf each request left. No partner is reached. */
    sentFor: sentFor as readonly (SendFor | undefined)[],
    /** A call by a client of the network; `purposes`: what its voucher stands for, null where it has none. */
    call: (client: string, purposes: readonly string[] | null): Call => ({
      caller: callerOf(world, client, purposes),
      correlation_id: newId(),
    }),
  };
}

const everyScope: readonly Scope[] = scopes.filter((scope) => scope !== 'network:write');

function callerOf({ network }: World, client_id: string, purposes: readonly string[] | null): Caller {
  const client = network.clients.find(({ id }) => id === client_id);
  const body = network.organizations.find(({ id }) => id === client?.organization);
  if (client === undefined || body === undefined) throw new Error(`the network has no client ${client_id}`);
  return {
    client_id,
    organization: body.id,
    organization_kind: body.kind,
    scopes: everyScope,
    system: client.system ?? null,
    acting_user: 'operatore-7',
    voucher: purposes && {
      token_id: 'voucher-1',
      client_id: pdndIds.client,
      consumer_id: pdndIds.consumer,
      purpose_id: pdndIds.labourPurpose,
      purposes,
      evidence_digest: null,
    },
  };
}
