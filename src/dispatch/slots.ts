export type Slots = {
  /** Waits for a slot, first come first served. */
  enter(): Promise<void>;
  leave(): void;
  waiting(): number;
};

/** So many at once and not more. */
export function createSlots(slotsMax: number): Slots {
  let free = slotsMax;
  const queue: (() => void)[] = [];
  return {
    enter: async () => {
      if (free === 0) return new Promise((resolve) => queue.push(resolve));
      free -= 1;
    },
    leave: () => {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    },
    waiting: () => queue.length,
  };
}
