import { createKeychain, loadKeytar } from '../../electron/secrets/index.ts';

/** Uses the keychain of the session it runs in, and prints what every verb answered, as one JSON line. */
const service = process.argv[2] ?? 'app.gesso.test';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = {
  now: () => performance.now(),
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(ms, 5_000));
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
const keychain = createKeychain({ load: loadKeytar, service, clock, log: silent });
const KEY = 'sk-test-ключ-🔑-0123456789';
const written = await keychain.write('openai', KEY);
const read = await keychain.read('openai');
const listed = await keychain.list();
const removed = await keychain.remove('openai');
const gone = await keychain.read('openai');
console.log(
  JSON.stringify({
    written,
    read:
      read.kind === 'value'
        ? { kind: 'value', same: read.value?.reveal() === KEY, printed: `${read.value}` }
        : read,
    listed,
    removed,
    gone: gone.kind === 'value' ? { kind: 'value', isNull: gone.value === null } : gone,
  }),
);
process.exit(0);
