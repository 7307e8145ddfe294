/**
 * Shares one sync among those who wait: each call is answered by a sync that began after it. While one runs, all who come
 * wait for the same next one.
 */
export function createGroupSync(sync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  const start = (): Promise<void> => {
    const mine = sync().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === null) return start();
    if (following === null) {
      following = running
        .catch(() => undefined)
        .then(() => {
          following = null;
          return start();
        });
    }
    return following;
  };
}
