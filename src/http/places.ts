import type { HttpLimits } from './server.ts';

/** The place of one request. It is held from the beginning; giving it up twice is once. */
export type Place = {
  readonly leave: () => void;
  /**
   * Reads a body while others work: the place of work is given up for one among the bodies that arrive, and taken again
   * afterwards. `full`: there is none of either. `peer`: who sends, where nobody has proven who it is.
   */
  readonly whileArriving: <T>(peer: string | null, read: () => Promise<T>) => Promise<T | 'full'>;
};

export type Places = {
  /** Null: all places are taken. */
  readonly enter: () => Place | null;
};

/** Room for work, and apart from it for bodies still arriving: how fast a body comes is in the hands of who sends it. */
export function createPlaces(limits: HttpLimits): Places {
  let working = 0;
  const ofClients = counter(limits.bodiesArrivingMax);
  const ofPeers = counter(limits.bodiesArrivingAnonymousMax);
  const ofPeer = counter(limits.bodiesArrivingPerPeerMax);

  const enter = (): Place | null => {
    let held = false;
    const take = () => {
      held = working < limits.inFlightMax;
      if (held) working += 1;
      return held;
    };
    const leave = () => {
      if (held) working -= 1;
      held = false;
    };
    const whileArriving: Place['whileArriving'] = async (peer, read) => {
      const entered = peer === null ? ofClients.enter('') : ofPeer.enter(peer);
      if (!entered) return 'full';
      try {
        if (peer !== null && !ofPeers.enter('')) return 'full';
        leave();
        try {
          const body = await read();
          return take() ? body : 'full';
        } finally {
          if (peer !== null) ofPeers.leave('');
        }
      } finally {
        if (peer === null) ofClients.leave('');
        else ofPeer.leave(peer);
      }
    };
    return take() ? { leave, whileArriving } : null;
  };
  return { enter };
}

/** Counts up to `max` for each key. Who has left takes no memory. */
function counter(max: number) {
  const counts = new Map<string, number>();
  return {
    enter(key: string): boolean {
      const count = counts.get(key) ?? 0;
      if (count >= max) return false;
      counts.set(key, count + 1);
      return true;
    },
    leave(key: string): void {
      const count = (counts.get(key) ?? 1) - 1;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}
