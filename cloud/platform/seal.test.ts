import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deriveKey, systemRandom } from './chance.ts';
import { seal, unseal } from './seal.ts';

const key = deriveKey(new Uint8Array(32), 'test');

it('what was sealed comes out as it was, and with one bit changed not at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (plain, at) => {
      const sealed = seal(key, plain, systemRandom);
      expect(unseal(key, sealed)).toEqual(plain);
      const changed = Uint8Array.from(sealed);
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(unseal(key, changed)).toBeNull();
      expect(unseal(deriveKey(new Uint8Array(32), 'other'), sealed)).toBeNull();
    }),
    { numRuns: 50 },
  );
  expect(unseal(key, new Uint8Array(5))).toBeNull();
});
