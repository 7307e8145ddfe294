import { type OpenAI, toFile } from 'openai';
import { ROUGH_VERSIONS } from '../../shared/operations/index.ts';
import type { Cost, Outcome, ProviderEvent } from '../contract/index.ts';
import { readBody, readEvent, type WireLink, type WirePicture, type WireUsage } from './answers.ts';
import { costOf, type TokenRates } from './cost.ts';
import { brokenAnswer, failed } from './failures.ts';
import type { Upload, UploadFile } from './upload.ts';

type EditBody = Parameters<OpenAI['images']['edit']>[0];

/** The fields that both calls of the interface know. */
export type ImageFields = Pick<
  EditBody,
  'prompt' | 'model' | 'n' | 'size' | 'quality' | 'background' | 'safety_identifier'
> & { readonly output_format: 'png' };

export interface ImageCall {
  readonly fields: ImageFields;
  readonly upload: Upload | null;
  /** Sent with pictures only. */
  readonly inputFidelity: 'low' | 'high' | null;
  readonly ordinals: readonly number[];
  /** Rough versions may come before the whole one. */
  readonly streams: boolean;
  /** Null where nothing is counted. */
  readonly rates: TokenRates | null;
  /** Fetches what an answer only points to; null where an answer that points elsewhere is broken. */
  readonly follow: ((url: string, signal: AbortSignal) => Promise<WirePicture | null>) | null;
}

export interface End {
  readonly outcome: Outcome;
  readonly cost: Cost | null;
}

interface Surroundings {
  readonly signal: AbortSignal;
  readonly key: string;
}

/** Asks once. Throws what the library throws; the caller gives it its name. */
export function callImages(
  client: OpenAI,
  call: ImageCall,
  around: Surroundings,
): AsyncGenerator<ProviderEvent, End> {
  // Partial pictures come for one picture only; several are made in one call and answered together.
  const [ordinal] = call.ordinals;
  return call.streams && ordinal !== undefined && call.ordinals.length === 1
    ? streamOne(client, call, ordinal, around)
    : takeAll(client, call, around);
}

async function* streamOne(
  client: OpenAI,
  call: ImageCall,
  ordinal: number,
  around: Surroundings,
): AsyncGenerator<ProviderEvent, End> {
  const options = { signal: around.signal };
  const streamed = { ...call.fields, stream: true, partial_images: ROUGH_VERSIONS } as const;
  const stream =
    call.upload === null
      ? await client.images.generate(streamed, options)
      : await client.images.edit({ ...streamed, ...(await formOf(call.upload, call)) }, options);
  for await (const wire of stream) {
    const event = readEvent(wire);
    if (event?.kind === 'partial') {
      yield { kind: 'progress', fraction: Math.min(0.95, (event.index + 1) / (ROUGH_VERSIONS + 1)), ordinal };
      if (event.picture === null) continue;
      yield { kind: 'preview', ordinal, bytes: event.picture.bytes, mediaType: event.picture.mediaType };
    }
    if (event?.kind === 'completed') {
      const cost = costAt(call, event.usage);
      if (event.picture === null) return { outcome: brokenAnswer(), cost };
      yield delivered(event.picture, ordinal, around.key);
      return { outcome: { kind: 'succeeded' }, cost };
    }
  }
  return { outcome: brokenAnswer(), cost: null };
}

async function* takeAll(
  client: OpenAI,
  call: ImageCall,
  around: Surroundings,
): AsyncGenerator<ProviderEvent, End> {
  const options = { signal: around.signal };
  const answer =
    call.upload === null
      ? await client.images.generate(call.fields, options)
      : await client.images.edit({ ...call.fields, ...(await formOf(call.upload, call)) }, options);
  const body = readBody(answer);
  if (body === null) return { outcome: brokenAnswer(), cost: null };
  const cost = costAt(call, body.usage);
  let missing = 0;
  for (const [at, ordinal] of call.ordinals.entries()) {
    const picture = await pictureAt(body.entries[at] ?? null, call, around.signal);
    if (picture === null) missing++;
    else yield delivered(picture, ordinal, around.key);
  }
  if (missing === 0) return { outcome: { kind: 'succeeded' }, cost };
  // It answered, so it may have charged; too few pictures are not the same as pictures that cannot be read.
  const fewer = body.entries.length < call.ordinals.length;
  return {
    outcome: fewer ? failed('no-result', { charged: 'unknown', retryable: true }) : brokenAnswer(),
    cost,
  };
}

async function pictureAt(
  entry: WirePicture | WireLink | null,
  call: ImageCall,
  signal: AbortSignal,
): Promise<WirePicture | null> {
  if (entry === null || 'bytes' in entry) return entry;
  return call.follow === null ? null : call.follow(entry.url, signal);
}

function costAt(call: ImageCall, usage: WireUsage | null): Cost | null {
  return call.rates === null ? null : costOf(usage, call.rates);
}

async function formOf(upload: Upload, { inputFidelity }: ImageCall) {
  const mask = upload.mask === null ? {} : { mask: await fileOf(upload.mask) };
  // Always a list: `image[]` is the one field name that every server on this wire knows.
  const image = await Promise.all(upload.pictures.map(fileOf));
  return { image, ...mask, ...(inputFidelity === null ? {} : { input_fidelity: inputFidelity }) };
}

function fileOf({ name, mediaType, bytes }: UploadFile) {
  return toFile(bytes, name, { type: mediaType });
}

function delivered(picture: WirePicture, ordinal: number, key: string): ProviderEvent {
  const { bytes, mediaType, revisedPrompt } = picture;
  const echo = revisedPrompt?.includes(key) ?? false;
  return {
    kind: 'picture',
    ordinal,
    bytes,
    mediaType,
    seed: null,
    revisedPrompt: echo ? null : revisedPrompt,
  };
}
