/**
 * One publisher, many slow readers. Every reader has a bounded buffer; when it is full the oldest message goes
 * and `lost` takes its place, so that a reader can fetch anew instead of holding our memory.
 */
export interface Hub<Message> {
  publish(message: Message): void;
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<Message, void, void>;
}

export function createHub<Message>(bound: number, lost: (() => Message) | null): Hub<Message> {
  const readers = new Set<(message: Message) => void>();
  return {
    publish(message) {
      for (const reader of readers) reader(message);
    },
    async *subscribe(signal) {
      const buffer: Message[] = [];
      let wake: () => void = () => undefined;
      const reader = (message: Message): void => {
        if (buffer.length >= bound) {
          buffer.length = 0;
          if (lost !== null) buffer.push(lost());
        }
        buffer.push(message);
        wake();
      };
      const stop = (): void => wake();
      readers.add(reader);
      signal?.addEventListener('abort', stop);
      try {
        while (signal?.aborted !== true) {
          const next = buffer.shift();
          if (next !== undefined) {
            yield next;
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        readers.delete(reader);
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}
