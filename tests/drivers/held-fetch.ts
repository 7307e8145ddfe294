export interface Held {
  /** Its answer has come, and waits. */
  readonly came: Promise<void>;
  release(): void;
}

export interface HeldFetch {
  readonly fetch: typeof fetch;
  /** Holds the answer to the next request at a path back, until it is released: it was overtaken on its way. */
  hold(path: string): Held;
}

export function createHeldFetch(): HeldFetch {
  const waiting = new Map<string, { readonly came: () => void; readonly released: Promise<void> }[]>();
  return {
    async fetch(input, init) {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const held = waiting.get(pathname)?.shift();
      const answer = await fetch(input, init);
      if (held !== undefined) {
        held.came();
        await held.released;
      }
      return answer;
    },
    hold(path) {
      const came = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const mine = { came: () => came.resolve(), released: released.promise };
      waiting.set(path, [...(waiting.get(path) ?? []), mine]);
      return { came: came.promise, release: () => released.resolve() };
    },
  };
}
