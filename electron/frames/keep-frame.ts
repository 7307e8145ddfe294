import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoder } from '../../media/decoder/index.ts';
import type { FrameAnswer } from '../../shared/contracts/desktop/index.ts';
import { WINDOW_MAX_PIXELS, WINDOW_MAX_SIDE } from '../../shared/frame/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import {
  makeFolder,
  PART_SUFFIX,
  replaceDurably,
  storageOutage,
  syncFolder,
} from '../platform/files/index.ts';
import { Outage } from '../platform/outage.ts';
import { readPngFacts } from './png-facts.ts';

/** What goes beside the socket. */
export interface FrameBytes {
  /**
   * @param originalBytes of the body are the window's PNG, the rest is the mask's
   * @throws Outage
   */
  keep(originalBytes: number, body: AsyncIterable<Uint8Array>, sizeHintBytes: number): Promise<KeepAnswer>;
  file(id: string, which: 'original' | 'mask'): Promise<{ path: string; mediaType: string } | null>;
}

export type KeepAnswer = Extract<FrameAnswer, { kind: 'kept' | 'refused' }>;

export interface KeepParts {
  /** Holds one folder a frame; made when it is first needed. */
  readonly folder: string;
  readonly decoder: Pick<Decoder, 'inspect'>;
  readonly deps: Pick<Deps, 'ids' | 'failpoints'>;
}

/** A PNG is a little larger than its pixels where they can't be packed at all. */
const SLACK_BYTES = 1024 * 1024;
const ORIGINAL_MAX_BYTES = WINDOW_MAX_PIXELS * 4 + SLACK_BYTES;
const MASK_MAX_BYTES = WINDOW_MAX_PIXELS + SLACK_BYTES;

const GREY = 0;

const MALFORMED = { kind: 'refused', code: 'malformed' } as const;
const TOO_LARGE = { kind: 'refused', code: 'too-large' } as const;

/**
 * Takes a frame in: both files into a folder of their own, looked at, on the disk, and only then under its name. Whatever fails
 * or dies on the way, there is a whole frame or none.
 */
export async function keepFrame(
  parts: KeepParts,
  originalBytes: number,
  body: AsyncIterable<Uint8Array>,
  sizeHintBytes: number,
): Promise<KeepAnswer> {
  if (originalBytes < 1) return MALFORMED;
  if (originalBytes > ORIGINAL_MAX_BYTES || sizeHintBytes > originalBytes + MASK_MAX_BYTES) return TOO_LARGE;
  const id = parts.deps.ids.uuid();
  const part = join(parts.folder, `${id}${PART_SUFFIX}`);
  try {
    await makeFolder(part);
    const refused = await fill(parts, part, originalBytes, body);
    if (refused !== null) {
      await remove(part);
      return refused;
    }
    parts.deps.failpoints.hit('frame.written');
    await replaceDurably(part, join(parts.folder, id));
    parts.deps.failpoints.hit('frame.renamed');
    return { kind: 'kept', frameId: id };
  } catch (error) {
    await remove(part);
    throw error instanceof Outage ? error : storageOutage(error, parts.folder, sizeHintBytes);
  }
}

async function fill(
  parts: KeepParts,
  part: string,
  originalBytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<KeepAnswer | null> {
  const original = join(part, 'original.png');
  const mask = join(part, 'mask.png');
  const files = [await open(original, 'wx', 0o600), await open(mask, 'wx', 0o600)] as const;
  try {
    const refused = await split(files, originalBytes, body);
    if (refused !== null) return refused;
    const judged = await judge(parts.decoder, original, mask);
    if (judged !== null) return judged;
    for (const file of files) await file.sync();
  } finally {
    for (const file of files) await file.close().catch(() => undefined);
  }
  await syncFolder(part);
  return null;
}

async function split(
  [original, mask]: readonly [FileHandle, FileHandle],
  originalBytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<KeepAnswer | null> {
  let seen = 0;
  for await (const bytes of body) {
    const left = Math.max(0, originalBytes - seen);
    seen += bytes.byteLength;
    if (seen > originalBytes + MASK_MAX_BYTES) return TOO_LARGE;
    await write(original, bytes.subarray(0, left));
    await write(mask, bytes.subarray(left));
  }
  return seen > originalBytes ? null : MALFORMED;
}

async function write(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
}

/** Two whole PNGs of one size, the mask grey. What they claim is judged before a pixel is unpacked. */
async function judge(
  decoder: Pick<Decoder, 'inspect'>,
  original: string,
  mask: string,
): Promise<KeepAnswer | null> {
  const picture = await readPngFacts(original);
  const grey = await readPngFacts(mask);
  if (picture === null || grey === null) return MALFORMED;
  const { width, height } = picture;
  if (Math.max(width, height) > WINDOW_MAX_SIDE || width * height > WINDOW_MAX_PIXELS) return TOO_LARGE;
  if (grey.width !== width || grey.height !== height) return MALFORMED;
  if (picture.bitDepth !== 8 || grey.bitDepth !== 8 || grey.colourType !== GREY) return MALFORMED;
  for (const path of [original, mask]) {
    const looked = await decoder.inspect(path);
    // A note of a camera's turn would make the two lie across one another.
    const isAsClaimed = looked.kind === 'picture' && looked.format === 'png' && looked.width === width;
    if (!isAsClaimed || looked.height !== height) return MALFORMED;
  }
  return null;
}

async function remove(part: string): Promise<void> {
  // What stays is removed by the next sweep.
  await rm(part, { recursive: true, force: true }).catch(() => undefined);
}
