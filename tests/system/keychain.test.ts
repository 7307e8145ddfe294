import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasSecretService, inSession, type SecretService } from '../drivers/secret-service.ts';

const CHILD = fileURLToPath(new URL('../drivers/keychain-child.ts', import.meta.url));

function use(state: SecretService, prefix: readonly string[] = []) {
  const { stdout, stderr } = inSession(state, [...prefix, process.execPath, CHILD]);
  const line = stdout.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`no answer: ${stdout}${stderr}`);
  return JSON.parse(line);
}

describe.skipIf(!hasSecretService())('the system keychain, a real Secret Service', () => {
  it('keeps a key with letters of every alphabet, lists its ending, and forgets it', () => {
    expect(use('unlocked')).toEqual({
      written: { kind: 'value' },
      read: { kind: 'value', same: true, printed: '[secret]' },
      listed: { kind: 'value', value: [{ account: 'openai', ending: '6789' }] },
      removed: { kind: 'value' },
      gone: { kind: 'value', isNull: true },
    });
  });

  it.each([
    // Looking for a key that was never kept needs no unlocking; keeping one does.
    ['locked', ['written'], ['locked', 'not-answering']],
    ['none', ['written', 'read', 'listed', 'removed'], ['no-service']],
    ['no-bus', ['written', 'read', 'listed', 'removed'], ['no-service']],
  ] as const)('%s: it says why, and nothing throws', (state, verbs, whys) => {
    const answers = use(state);
    for (const verb of verbs) {
      expect(answers[verb].kind, verb).toBe('trouble');
      expect(whys).toContain(answers[verb].why);
    }
  });

  it('without the library: it says so instead of taking the desktop down', () => {
    const hide = 'for f in /usr/lib/*/libsecret-1.so.0; do mount --bind /dev/null "$f"; done; exec "$@"';
    const answers = use('unlocked', ['unshare', '-m', 'sh', '-c', hide, 'sh']);
    expect(answers.written).toEqual({ kind: 'trouble', why: 'no-library' });
    expect(answers.listed).toEqual({ kind: 'trouble', why: 'no-library' });
  });
});
