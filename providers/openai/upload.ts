import type { Capabilities, InputPicture, ProviderRequest } from '../contract/index.ts';
import { pngSize, wireMask } from './mask.ts';

/** A picture as it goes into the form. The name says its place and nothing of the person's file. */
export interface UploadFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The pictures of a call: the edited one first, because the mask belongs to the first. */
export interface Upload {
  readonly pictures: readonly UploadFile[];
  readonly mask: UploadFile | null;
}

export type PlannedUpload =
  | { readonly kind: 'none' }
  | { readonly kind: 'upload'; readonly upload: Upload }
  | { readonly kind: 'refused' };

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};
/** What `inputs.mediaTypes` of the adapters on this wire may list. */
export const UPLOAD_TYPES = Object.keys(EXTENSIONS);

const REFUSED: PlannedUpload = { kind: 'refused' };

/**
 * Which pictures go along with a request. Refused without a call: a count, format or size the service does not take,
 * an edit without exactly one source, a mask without an edit, a mask that is no mask of the source.
 */
export function planUpload(request: ProviderRequest, capabilities: Capabilities): PlannedUpload {
  const { references, mask } = request;
  const isEdit = request.operation === 'edit-image';
  const sources = references.filter(({ role }) => role === 'source');
  const others = references.filter(({ role }) => role !== 'source' && role !== 'mask');
  if (sources.length !== (isEdit ? 1 : 0)) return REFUSED;
  if (sources.length + others.length !== references.length) return REFUSED;
  if (!references.every((picture) => isTaken(picture, capabilities))) return REFUSED;
  if (references.length > capabilities.inputs.maxCount) return REFUSED;
  const sent = mask === null ? null : maskFile(mask, sources[0], capabilities);
  if (mask !== null && sent === null) return REFUSED;
  if (references.length === 0) return { kind: 'none' };
  const pictures = [
    ...sources.map((picture) => named(picture, 'source')),
    ...others.map((picture, at) => named(picture, `reference-${at + 1}`)),
  ];
  return { kind: 'upload', upload: { pictures, mask: sent } };
}

function isTaken({ bytes, mediaType }: InputPicture, { inputs }: Capabilities): boolean {
  return inputs.mediaTypes.includes(mediaType) && bytes.length > 0 && bytes.length <= inputs.maxBytes;
}

function maskFile(
  mask: InputPicture,
  source: InputPicture | undefined,
  capabilities: Capabilities,
): UploadFile | null {
  if (capabilities.mask === 'none' || source === undefined || mask.mediaType !== 'image/png') return null;
  // Only a PNG's size is read here; of the others the service sees for itself that mask and picture differ.
  const size = source.mediaType === 'image/png' ? pngSize(source.bytes) : null;
  const bytes = wireMask(mask.bytes, size);
  return bytes === null ? null : { name: 'mask.png', mediaType: 'image/png', bytes };
}

function named({ bytes, mediaType }: InputPicture, name: string): UploadFile {
  return { name: `${name}.${EXTENSIONS[mediaType] ?? 'bin'}`, mediaType, bytes };
}
