import { create } from 'zustand';
import type { Change, Progress } from '../../shared/contracts/desktop/index.ts';
import { useConnection } from './connection.ts';
import { desktop } from './desktop.ts';
import { queryClient } from './stored.ts';

const PROGRESS_KEPT = 60;

interface ProgressStore {
  readonly byId: Readonly<Record<string, Progress>>;
}

/** The latest word on every running job. Lossy by contract, so only the newest is kept. */
export const useProgressStore = create<ProgressStore>(() => ({ byId: {} }));

export function useProgress(generationId: string | null): Progress | null {
  return useProgressStore((store) => (generationId === null ? null : (store.byId[generationId] ?? null)));
}

function note(progress: Progress): void {
  useProgressStore.setState(({ byId }) => {
    const rest = Object.entries(byId).filter(([id]) => id !== progress.generationId);
    return {
      byId: Object.fromEntries([...rest.slice(1 - PROGRESS_KEPT), [progress.generationId, progress]]),
    };
  });
}

/** Fetches anew what changed: the named pictures' details, and every list of that noun. */
function applyChange(change: Change): void {
  if (change.ids.length === 0) {
    void queryClient.invalidateQueries({ queryKey: [change.noun] });
    return;
  }
  void queryClient.invalidateQueries({
    queryKey: [change.noun],
    predicate: ({ queryKey }) => queryKey[1] !== 'get' || change.ids.includes(String(queryKey[2])),
  });
}

/**
 * Reads one stream until its socket goes. A stream that ends or throws means the connection went (an aborted
 * stream throws a plain `Error`), and the next connection starts it again.
 */
async function follow<Event>(
  open: () => Promise<AsyncIterable<Event>>,
  onEvent: (event: Event) => void,
): Promise<void> {
  try {
    for await (const event of await open()) onEvent(event);
  } catch {
    // The connection says by itself that it was lost.
  }
}

/** Starts both streams for every new connection; after a reconnect everything known is fetched again. */
export function followStreams(): void {
  const begin = (epoch: number): void => {
    if (epoch > 1) void queryClient.invalidateQueries();
    void follow(() => desktop.app.changes({}), applyChange);
    void follow(() => desktop.app.progress({}), note);
  };
  useConnection.subscribe((now, before) => {
    if (now.epoch !== before.epoch) begin(now.epoch);
  });
  const { epoch } = useConnection.getState();
  if (epoch > 0) begin(epoch);
}
