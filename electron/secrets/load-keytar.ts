import type { KeytarLike } from './keychain.ts';

/**
 * The native package, when it is first needed.
 * @throws when its library (libsecret on Linux) is not on this computer
 */
export async function loadKeytar(): Promise<KeytarLike> {
  const module: object = await import('@github/keytar');
  // A CommonJS module: its functions stand on `default`, whatever its declarations say.
  const keytar = 'default' in module ? module.default : module;
  if (!isKeytar(keytar)) throw new Error('keytar has another shape than expected');
  return keytar;
}

function isKeytar(value: unknown): value is KeytarLike {
  if (typeof value !== 'object' || value === null) return false;
  return ['getPassword', 'setPassword', 'deletePassword', 'findCredentials'].every((name) => name in value);
}
