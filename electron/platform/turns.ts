export type Turns = <Value>(key: string, work: () => Promise<Value>) => Promise<Value>;

/**
 * Runs pieces of work of one key one after the other, in the order they came, and those of different keys side by
 * side; one that fails does not stop the next.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return mine;
  };
}
