import type { Clock, Ids, Random } from './deps.ts';

const HEX = '0123456789abcdef';

/**
 * A UUIDv7 from a time and ten random bytes.
 * @param nowMs milliseconds since 1970, below 2^48
 * @param random at least 10 bytes of chance
 * @source RFC 9562, section 5.7
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  for (let at = 5, rest = nowMs; at >= 0; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let text = '';
  for (const [index, byte] of bytes.entries()) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  }
  return text;
}

/** Ids sort by the clock's time; two made in the same millisecond differ by chance. */
export function createIds(clock: Clock, random: Random): Ids {
  return { uuid: () => uuidV7(clock.now(), random.bytes(10)) };
}
