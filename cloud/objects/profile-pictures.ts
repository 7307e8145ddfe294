import type { Readable } from 'node:stream';
import { type Decoder, DecoderUnavailable } from '../../media/decoder/index.ts';
import type { Random } from '../../shared/kernel/index.ts';
import { Outage } from '../platform/outage.ts';
import { pictureKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';
import { PICTURE_LIMITS } from './rules.ts';

export type PutPicture =
  | { readonly kind: 'kept'; readonly version: string }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  | { readonly kind: 'not-a-picture' };

/** The picture that stands for a person: made anew from what they sent, small, square, with no word about itself. */
export interface ProfilePictures {
  /** Any format the decoder knows. The one before stays until it is removed. */
  put(accountId: string, bytes: Uint8Array): Promise<PutPicture>;
  /** A WebP of 256 by 256. */
  get(accountId: string, version: string): Promise<Readable | null>;
  /** That one and no other: two pictures that come at once must not take each other away. */
  remove(accountId: string, version: string): Promise<void>;
}

const VERSION = /^[0-9a-f]{64}$/;

export function createProfilePictures(store: ObjectStore, decoder: Decoder, random: Random): ProfilePictures {
  return {
    async put(accountId, bytes) {
      if (bytes.byteLength > PICTURE_LIMITS.bytes)
        return { kind: 'too-large', maxBytes: PICTURE_LIMITS.bytes };
      const made = await square(decoder, bytes);
      if (made.kind === 'refused') return { kind: 'not-a-picture' };
      // Of its own each time, the same bytes or not: one that is on its way out must not be one that just came in.
      const version = Buffer.from(random.bytes(32)).toString('hex');
      await store.put(pictureKey(accountId, version), made.bytes, 'image/webp');
      return { kind: 'kept', version };
    },
    get: async (accountId, version) =>
      VERSION.test(version) ? store.get(pictureKey(accountId, version)) : null,
    remove: (accountId, version) => store.deleteMany([pictureKey(accountId, version)]),
  };
}

/** @throws Outage('objects') when there is no child to look, which says nothing about the bytes */
async function square(decoder: Decoder, bytes: Uint8Array) {
  try {
    return await decoder.square(bytes, PICTURE_LIMITS.side);
  } catch (error) {
    if (error instanceof DecoderUnavailable) throw new Outage('objects', { cause: error });
    throw error;
  }
}
