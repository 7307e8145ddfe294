import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../shared/kernel/index.ts';

/** The secret of an embedded cloud, made at its first start and kept where only this user can read it. */
export function embeddedSecret(folder: string, random: Random): Uint8Array {
  const path = join(folder, 'secret.key');
  if (existsSync(path)) {
    const kept = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (kept.byteLength >= 32) return new Uint8Array(kept);
  }
  const secret = random.bytes(32);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.part`, `${Buffer.from(secret).toString('base64')}\n`, { mode: 0o600 });
  renameSync(`${path}.part`, path);
  return secret;
}
