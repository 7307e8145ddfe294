import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../shared/kernel/index.ts';

export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
};

/** 256 bits of chance as 43 letters that need no escaping in an address. */
export function newTicket(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** What is kept in the place of a ticket, so that whoever reads the database can use none. */
export function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url');
}

/** A keyed hash, for what is too short to be safe behind a plain one: codes of six digits, addresses. */
export function keyedHash(key: Uint8Array, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(parts.join('\u0000')).digest('base64url');
}

/** Keys of their own for each use, from the one secret of the deployment. */
export function deriveKey(secret: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `gesso ${use}`, 32));
}

export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
