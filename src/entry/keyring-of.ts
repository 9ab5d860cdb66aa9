import type { Keyring } from '../commit/index.ts';
import type { Keys } from '../config.ts';

/** The configured keys as the store wants them: the first master key is the current one. */
export function keyringOf({ master, index }: Keys): Keyring {
  const [current] = master;
  if (current === undefined) throw new Error('a configuration with keys has a master key');
  return { current: current.id, masterKeys: new Map(master.map(({ id, key }) => [id, key])), indexSecret: index };
}
