import { z } from 'zod';

const tokens = z.int().min(0).max(1_000_000_000);

const usageSchema = z.object({
  input_tokens: tokens,
  output_tokens: tokens,
  input_tokens_details: z.object({ text_tokens: tokens, image_tokens: tokens }).optional(),
});

export type WireUsage = z.infer<typeof usageSchema>;

/** A count that is odd must not cost the person the picture: then it is only missing. */
const usage = usageSchema.nullish().catch(null);

const pictureSchema = z.object({
  b64_json: z.string().min(1),
  revised_prompt: z.string().max(100_000).nullish().catch(null),
});

const linkSchema = z.object({ url: z.string().min(1).max(4000) });

const bodySchema = z.object({ data: z.array(z.unknown()).max(100), usage });

export interface WirePicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly revisedPrompt: string | null;
}

/** Where a picture is to be had; the service never answers so, some that speak like it do. */
export interface WireLink {
  readonly url: string;
}

export interface WireBody {
  /** In the order of the answer; null where an entry is no whole picture. */
  readonly entries: readonly (WirePicture | WireLink | null)[];
  readonly usage: WireUsage | null;
}

/** Null when the answer is no answer: a page of HTML, text, another shape. */
export function readBody(answer: unknown): WireBody | null {
  const body = bodySchema.safeParse(answer);
  if (!body.success) return null;
  return { entries: body.data.data.map(readEntry), usage: body.data.usage ?? null };
}

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['image_generation.partial_image', 'image_edit.partial_image']),
    b64_json: z.string(),
    partial_image_index: z.int().min(0).max(16),
  }),
  z.object({ type: z.enum(['image_generation.completed', 'image_edit.completed']), usage }),
]);

export type WireEvent =
  | { readonly kind: 'partial'; readonly index: number; readonly picture: WirePicture | null }
  | { readonly kind: 'completed'; readonly picture: WirePicture | null; readonly usage: WireUsage | null };

/** Null for an event that a later version of the service may send and we do not know. */
export function readEvent(event: unknown): WireEvent | null {
  const read = eventSchema.safeParse(event);
  if (!read.success) return null;
  if ('partial_image_index' in read.data) {
    return { kind: 'partial', index: read.data.partial_image_index, picture: readPicture(event) };
  }
  return { kind: 'completed', picture: readPicture(event), usage: read.data.usage ?? null };
}

function readEntry(entry: unknown): WirePicture | WireLink | null {
  const link = linkSchema.safeParse(entry);
  return readPicture(entry) ?? (link.success ? link.data : null);
}

function readPicture(entry: unknown): WirePicture | null {
  const read = pictureSchema.safeParse(entry);
  if (!read.success) return null;
  const bytes = decodeBase64(read.data.b64_json);
  return bytes === null ? null : pictureOf(bytes, read.data.revised_prompt ?? null);
}

/** Null when the bytes are no whole picture of a kind we know. */
export function pictureOf(bytes: Uint8Array, revisedPrompt: string | null): WirePicture | null {
  const mediaType = mediaTypeOf(bytes);
  return mediaType === null ? null : { bytes, mediaType, revisedPrompt };
}

/** Strict, where Node's own reader skips what it does not know: an answer cut short must not pass for a picture. */
function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return new Uint8Array(Buffer.from(text, 'base64'));
}

const PNG_START = '\x89PNG\r\n\x1a\n';

/** From the bytes, not from what was asked: a compatible server may answer in its own format. */
function mediaTypeOf(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString('latin1', 0, 12);
  // Half a PNG that happens to be whole base64 has no end chunk.
  if (start.startsWith(PNG_START)) return buffer.lastIndexOf('IEND') > 0 ? 'image/png' : null;
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp';
  return null;
}
