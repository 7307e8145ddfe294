import type { FrameAnswer, GenerationInput, Place } from '../../shared/contracts/desktop/index.ts';
import type { OpenedClient } from './contract-client.ts';
import { SMALL_RUN } from './contract-client.ts';

type Door = Pick<OpenedClient, 'origin' | 'cookie'>;

/** Sends what was taken of a document as the window does, and gives whatever the desktop says to it. */
export async function sendFrame(
  { origin, cookie }: Door,
  original: Uint8Array,
  mask: Uint8Array,
  originalBytes: number | string = original.byteLength,
): Promise<FrameAnswer> {
  const answer = await fetch(`${origin}/frames?original=${originalBytes}`, {
    method: 'PUT',
    body: Buffer.concat([original, mask]),
    headers: { cookie, origin },
  });
  return (await answer.json()) as FrameAnswer;
}

/** Sends one that has to be taken. */
export async function keepFrame(door: Door, original: Uint8Array, mask: Uint8Array): Promise<string> {
  const answer = await sendFrame(door, original, mask);
  if (answer.kind !== 'kept') throw new Error(JSON.stringify(answer));
  return answer.frameId;
}

export const DOCUMENT_ID = '0190b1a0-0000-7000-8000-0000000000d0';

/** A window of 512 by 512 with a frame in its middle, sent at 1024 by 1024. */
export function placeOf(frameId: string | null, change: Partial<Place> = {}): Place {
  return {
    act: 'inpaint',
    documentId: DOCUMENT_ID,
    frameId,
    frame: { x: 128, y: 128, width: 256, height: 256 },
    window: { x: 0, y: 0, width: 512, height: 512 },
    size: { width: 1024, height: 1024 },
    layerId: null,
    ...change,
  };
}

export function editRun(place: Place, change: Partial<GenerationInput> = {}): GenerationInput {
  return {
    ...SMALL_RUN,
    operation: place.frameId === null ? 'text-to-image' : 'edit-image',
    count: 1,
    place,
    ...change,
  };
}
