import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storedKey, uploadKey } from './keys.ts';
import { addressEnd, type Pass, readAddress, signAddress } from './signed-addresses.ts';

const SECRET = new Uint8Array(32).fill(3);
const ID = '0190b1a0-0000-7000-8000-00000000000a';
const KEY = storedKey({ accountId: ID, generationId: ID, id: ID });

function read(method: string, url: string, nowMs: number, secret = SECRET) {
  const { pathname: path, searchParams: query } = new URL(url);
  return readAddress(secret, { method, path, query }, nowMs);
}

const pass: fc.Arbitrary<Pass> = fc.record({
  method: fc.constantFrom('GET', 'PUT'),
  key: fc.constantFrom(KEY, uploadKey(KEY)),
  type: fc.constantFrom('image/png', 'image/jpeg', 'image/webp'),
  sizeBytes: fc.option(fc.nat()),
  expiresAtMs: fc.integer({ min: 1, max: 2 ** 42 }),
});

test('what was signed is read back, until it ends, and by nobody with another secret', () => {
  fc.assert(
    fc.property(pass, (signed) => {
      const { url, method } = signAddress(SECRET, 'http://localhost:1', signed);
      expect(read(method, url, signed.expiresAtMs - 1)).toEqual(signed);
      expect(read(method, url, signed.expiresAtMs)).toBe('expired');
      expect(read(method, url, 0, new Uint8Array(32))).toBe('forged');
    }),
  );
});

test('no other pass has the same signature, and no letter of an address can be changed', () => {
  fc.assert(
    fc.property(
      pass,
      fc.nat(),
      fc.constantFrom('a', '0', '/', '.', '%41', '&', '='),
      (signed, place, put) => {
        const { url, method } = signAddress(SECRET, 'http://localhost:1', signed);
        const from = url.indexOf('/objects/') + '/objects/'.length;
        const at = from + (place % (url.length - from));
        const changed = url.slice(0, at) + put + url.slice(at + 1);
        fc.pre(new URL(changed).href !== new URL(url).href);
        // A parameter nobody asks for, or one said in other letters, leads to the same place or to none.
        expect(['forged', signed]).toContainEqual(read(method, changed, 0));
        if (at < url.indexOf('?')) expect(read(method, changed, 0)).toBe('forged');
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  [10_000, 900_000_000, 10_000 + 900_000],
  [10_000, 12_345, 12_000],
  [10_000, 11_000, 11_000],
  [10_000, 10_999, null],
  [10_000, 10_000, null],
  [10_000, 5_000, null],
])('at %d, of what ends at %d, an address ends at %s', (nowMs, endsAtMs, end) => {
  expect(addressEnd(nowMs, endsAtMs)).toBe(end);
});
