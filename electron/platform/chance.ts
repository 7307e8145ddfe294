import { randomBytes } from 'node:crypto';
import { type Clock, type Ids, type Random, uuidV7 } from '../../shared/kernel/index.ts';

export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
};

/** Ids sort by the clock's time; two made in the same millisecond differ by chance. */
export function createIds(clock: Clock, random: Random): Ids {
  return { uuid: () => uuidV7(clock.now(), random.bytes(10)) };
}
