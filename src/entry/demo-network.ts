import { join } from 'node:path';

/** A network to try the gateway with. Everybody has the private keys of its clients. */
export const demoNetworkPath = join(import.meta.dirname, '..', '..', 'contracts', 'catalogue', 'demo-network.yaml');
