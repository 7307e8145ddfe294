import { describe, expect, it } from 'vitest';
import { createHub } from './hub.ts';

describe('one publisher, many readers', () => {
  it('gives every reader every message, in order', async () => {
    const hub = createHub<number>(10, null);
    const stop = new AbortController();
    const readers = [hub.subscribe(stop.signal), hub.subscribe(stop.signal)];
    const firsts = readers.map((reader) => reader.next());
    hub.publish(1);
    hub.publish(2);
    for (const first of firsts) expect((await first).value).toBe(1);
    for (const reader of readers) expect((await reader.next()).value).toBe(2);
    stop.abort();
    for (const reader of readers) expect((await reader.next()).done).toBe(true);
  });

  it('tells a reader that fell behind that it lost something, and holds no more than its bound', async () => {
    const hub = createHub<number>(3, () => -1);
    const reader = hub.subscribe(undefined);
    const first = reader.next();
    hub.publish(0);
    await first;
    for (let message = 1; message <= 4; message++) hub.publish(message);
    expect((await reader.next()).value).toBe(-1);
    expect((await reader.next()).value).toBe(4);
  });

  it('lets a reader that left go', async () => {
    const hub = createHub<number>(3, null);
    const reader = hub.subscribe(undefined);
    const first = reader.next();
    hub.publish(1);
    await first;
    await reader.return();
    hub.publish(2);
    expect((await reader.next()).done).toBe(true);
  });
});
