import type { System } from '../../contracts/canonical/network.ts';
import type { Adapter, AdapterContext, NetworkView } from '../ports.ts';

export type ContextOf = (
  network: NetworkView,
  system: System,
  adapter: Adapter,
  now: string,
) => AdapterContext<unknown>;

/** What an adapter may know beside the message. Its settings are parsed once for each network document in force. */
export function adapterContexts(): ContextOf {
  const parsed = new WeakMap<System, unknown>();
  return (network, system, adapter, now) => {
    const options = parsed.get(system) ?? adapter.options.parse(system.options ?? {});
    parsed.set(system, options);
    return { options, system, now, organization: network.organization, service: network.service };
  };
}
