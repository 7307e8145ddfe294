import { AsyncLocalStorage } from 'node:async_hooks';

const store = new AsyncLocalStorage<{ readonly traceId: string }>();

/** Runs work under a trace id, which every log line and every outgoing call of it carries. */
export function withTrace<Value>(traceId: string, work: () => Value): Value {
  return store.run({ traceId }, work);
}

export function currentTrace(): string | null {
  return store.getStore()?.traceId ?? null;
}
