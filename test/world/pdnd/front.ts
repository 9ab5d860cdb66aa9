/** One request as it was received. */
export type Received = { readonly method: string; readonly path: string; readonly status: number };

/**
 * What stands before every operation of a simulated server: it counts, and misbehaves when it is told to. Nothing waits for time: what is
 * held waits until the test lets it go.
 */
export function createFront() {
  const received: Received[] = [];
  const gates = new Map<string, Promise<void>>();
  const refusals: { readonly path: string; readonly answer: () => Response; times: number }[] = [];
  const starts = (path: string) => (prefix: string) => path.startsWith(prefix);

  return {
    received: received as readonly Received[],
    /** How often a path that begins so was asked for. */
    count: (prefix: string): number => received.filter(({ path }) => path.startsWith(prefix)).length,
    /** Holds every request to such paths until it is released. */
    hold: (prefix: string): { readonly release: () => void } => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.set(prefix, promise);
      return {
        release: () => {
          gates.delete(prefix);
          resolve();
        },
      };
    },
    /** Answers the next `times` requests to such paths so, in place of what it would. */
    instead: (path: string, answer: () => Response, times = 1): void => void refusals.push({ path, answer, times }),
    pass: async (request: Request, on: () => Response | Promise<Response>): Promise<Response> => {
      const { pathname: path } = new URL(request.url);
      const entry = { method: request.method, path, status: 0 };
      received.push(entry);
      const gate = [...gates.keys()].find(starts(path));
      if (gate !== undefined) await gates.get(gate);
      const refusal = refusals.find((each) => each.times > 0 && path.startsWith(each.path));
      if (refusal !== undefined) refusal.times -= 1;
      const response = refusal === undefined ? await on() : refusal.answer();
      entry.status = response.status;
      return response;
    },
  };
}
export type Front = ReturnType<typeof createFront>;
