import { readPngChunks, readPngHeader } from '../../../media/metadata/index.ts';
import { type Complaint, checkRequest, type GenerateRequest } from './check-request.ts';
import type { SeenFile, SeenForm } from './read-form.ts';

const MAX_IMAGES = 16;
const MAX_IMAGE_BYTES = 50 * 1000 * 1000;
const MAX_MASK_BYTES = 4 * 1024 * 1024;
const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp'];
const COLOUR_WITH_ALPHA = 6;
const NUMBERS = ['n', 'partial_images', 'output_compression'];

/** What `/images/edits` says to a form: read as a request, or the complaint the service would send. */
export function checkEdit(form: SeenForm): GenerateRequest | Complaint {
  const { input_fidelity: fidelity, ...fields } = form.fields;
  const asked = checkRequest(typed(fields));
  if ('message' in asked) return asked;
  const trouble = fidelityComplaint(asked.model, fidelity) ?? checkFiles(form.files);
  return trouble ?? { ...asked, images: form.files.filter(isImage).length };
}

/** The files of a form, for servers of any dialect. Null when nothing is wrong with them. */
export function checkFiles(files: readonly SeenFile[]): Complaint | null {
  const images = files.filter(isImage);
  const masks = files.filter((file) => file.field === 'mask');
  const [first] = images;
  if (first === undefined) return complaint("Missing required parameter: 'image'.", 'image');
  if (images.length + masks.length !== files.length) return complaint('Unknown file.', null);
  if (images.length > MAX_IMAGES) return complaint('Too many images.', 'image');
  if (new Set(images.map((file) => file.field)).size > 1) return complaint('image or image[].', 'image');
  if (first.field === 'image' && images.length > 1) return complaint('Duplicate parameter.', 'image');
  if (masks.length > 1) return complaint('Duplicate parameter.', 'mask');
  if (!images.every((file) => IMAGE_TYPES.includes(file.mediaType) && isWhatItSays(file)))
    return complaint('Unsupported image.', 'image');
  if (images.some((file) => file.bytes.length >= MAX_IMAGE_BYTES)) return complaint('Too large.', 'image');
  const [mask] = masks;
  return mask === undefined ? null : checkMask(mask, first);
}

function checkMask(mask: SeenFile, first: SeenFile): Complaint | null {
  const header = pngHeader(mask.bytes);
  if (header === null || mask.mediaType !== 'image/png') return complaint('Invalid mask.', 'mask');
  if (mask.bytes.length >= MAX_MASK_BYTES) return complaint('Mask too large.', 'mask');
  if (header.colourType !== COLOUR_WITH_ALPHA) return complaint('Mask without alpha.', 'mask');
  const picture = pngHeader(first.bytes);
  const isSameSize = picture === null || (picture.width === header.width && picture.height === header.height);
  return isSameSize ? null : complaint('Mask size does not match image size.', 'mask');
}

function isImage(file: SeenFile): boolean {
  return file.field === 'image' || file.field === 'image[]';
}

function isWhatItSays(file: SeenFile): boolean {
  return file.mediaType === 'image/png' ? pngHeader(file.bytes) !== null : file.bytes.length > 0;
}

function pngHeader(bytes: Uint8Array) {
  const read = readPngChunks(bytes);
  return read.kind === 'read' ? readPngHeader(read.chunks) : null;
}

/** Null where the model takes the word, or none was said. */
export function fidelityComplaint(model: string, fidelity: string | undefined): Complaint | null {
  if (fidelity === undefined) return null;
  const allowed = model === 'gpt-image-1.5' ? ['low', 'high'] : model === 'gpt-image-1-mini' ? ['low'] : [];
  return allowed.includes(fidelity) ? null : complaint('Invalid input_fidelity.', 'input_fidelity');
}

/** A form holds text alone; what stands for a number or a truth is read as one. */
function typed(fields: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      if (NUMBERS.includes(name)) return [name, /^\d+$/.test(text) ? Number(text) : text];
      if (name === 'stream') return [name, text === 'true' ? true : text === 'false' ? false : text];
      return [name, text];
    }),
  );
}

function complaint(message: string, param: string | null): Complaint {
  return { message, code: 'invalid_value', param };
}
