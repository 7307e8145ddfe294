import { randomBytes } from 'node:crypto';
import type { Random } from '../../shared/kernel/index.ts';

export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
