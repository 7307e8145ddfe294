/** What the real service answers to a request it does not take: an envelope, always with status 400. */
export interface Complaint {
  readonly message: string;
  readonly code: string;
  readonly param: string | null;
}

export interface GenerateRequest {
  readonly prompt: string;
  readonly model: string;
  readonly n: number;
  readonly width: number;
  readonly height: number;
  readonly stream: boolean;
  readonly partialImages: number;
  /** How many pictures came along. */
  readonly images: number;
}

const FIELDS = new Set([
  'prompt',
  'model',
  'n',
  'size',
  'quality',
  'background',
  'output_format',
  'output_compression',
  'moderation',
  'stream',
  'partial_images',
  'complexity',
  'safety_identifier',
  'user',
]);
const MODELS =
  /^(gpt-image-(1-mini|1\.5|2|2-2026-04-21|2\.[56]-(sunburst|flare)(-2026-09-08)?)|chatgpt-image-latest)$/;
const FIXED_SIZES = ['1024x1024', '1536x1024', '1024x1536'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  quality: ['low', 'medium', 'high', 'xhigh', 'max', 'auto'],
  background: ['transparent', 'opaque', 'auto'],
  output_format: ['png', 'jpeg', 'webp'],
  moderation: ['auto', 'low'],
  complexity: ['low', 'medium', 'high'],
};

/** As strict as the service: a field too many is an error there, so it is one here. */
export function checkRequest(body: unknown): GenerateRequest | Complaint {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return complaint('We could not parse the JSON body of your request.');
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const unknown = Object.keys(fields).find((name) => !FIELDS.has(name));
  if (unknown !== undefined)
    return complaint(`Unknown parameter: '${unknown}'.`, 'unknown_parameter', unknown);
  const { prompt, model = 'gpt-image-2', n = 1, stream = false, partial_images: partialImages = 0 } = fields;
  if (typeof prompt !== 'string' || prompt === '')
    return complaint("Missing required parameter: 'prompt'.", 'missing_required_parameter', 'prompt');
  if (prompt.length > 32_000) return complaint('Prompt is too long.', 'string_above_max_length', 'prompt');
  if (typeof model !== 'string' || !MODELS.test(model)) {
    return complaint(`The model '${String(model)}' does not exist.`, 'invalid_value', 'model');
  }
  if (!isWhole(n, 1, 10)) return complaint('n must be between 1 and 10.', 'integer_out_of_range', 'n');
  if (typeof stream !== 'boolean') return complaint('stream must be a boolean.', 'invalid_type', 'stream');
  if (!isWhole(partialImages, 0, 3))
    return complaint('partial_images must be between 0 and 3.', 'integer_out_of_range', 'partial_images');
  if (partialImages > 0 && !stream)
    return complaint('partial_images needs stream.', 'invalid_value', 'partial_images');
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = fields[name];
    if (value !== undefined && !choices.includes(String(value)))
      return complaint(`Invalid value: '${String(value)}'.`, 'invalid_value', name);
  }
  const size = checkSize(model, fields.size);
  if ('message' in size) return size;
  return checkAbility(model, fields) ?? { prompt, model, n, stream, partialImages, images: 0, ...size };
}

/** What some models can and others cannot. */
function checkAbility(model: string, fields: Readonly<Record<string, unknown>>): Complaint | null {
  const { quality, background, output_format: format } = fields;
  const isExtra = quality === 'xhigh' || quality === 'max';
  if (isExtra && !/^gpt-image-2\.5-/.test(model))
    return complaint(`Invalid value: '${String(quality)}'.`, 'invalid_value', 'quality');
  if (background !== 'transparent') return null;
  const isOpaqueOnly = /^gpt-image-2(-2026-04-21)?$/.test(model) || format === 'jpeg';
  return isOpaqueOnly
    ? complaint('Transparent background is not supported.', 'invalid_value', 'background')
    : null;
}

function checkSize(
  model: string,
  size: unknown,
): { readonly width: number; readonly height: number } | Complaint {
  if (size === undefined || size === 'auto') return { width: 1024, height: 1024 };
  const parts = /^(\d{2,5})x(\d{2,5})$/.exec(String(size));
  const [width, height] = [Number(parts?.[1] ?? 0), Number(parts?.[2] ?? 0)];
  const isFree = /^gpt-image-2/.test(model);
  const isLawful = isFree
    ? width % 16 === 0 &&
      height % 16 === 0 &&
      width * height <= 8_294_400 &&
      Math.max(width, height) <= 3840 &&
      width <= 3 * height &&
      height <= 3 * width
    : FIXED_SIZES.includes(String(size));
  return parts !== null && isLawful
    ? { width, height }
    : complaint(`Invalid size '${String(size)}'.`, 'invalid_value', 'size');
}

function isWhole(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
}

function complaint(message: string, code = 'invalid_request_error', param: string | null = null): Complaint {
  return { message, code, param };
}
