import { checkFiles } from './check-edit.ts';
import type { Complaint, GenerateRequest } from './check-request.ts';
import type { SeenForm } from './read-form.ts';

/** The one model that such a server lists by itself, whatever it has loaded. */
export const PLAIN_MODEL = 'sd-cpp-local';

const FIELDS = ['prompt', 'n', 'size', 'output_format', 'output_compression'];

/**
 * A server in the manner of stable-diffusion.cpp: few fields, no streams, and every other field is an error. One with
 * several models wants to be told which; one with a single model does not know the field.
 */
export function checkPlain(body: unknown, models: readonly string[]): GenerateRequest | Complaint {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return complaint('not JSON', null);
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const known = models.length > 1 ? [...FIELDS, 'model'] : FIELDS;
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) return complaint(`unknown field ${unknown}`, unknown);
  const { prompt, n = 1, size = '512x512', model = models[0] } = fields;
  if (known.includes('model') && !models.some((one) => one === fields.model))
    return complaint('which model?', 'model');
  if (typeof prompt !== 'string' || prompt === '') return complaint('prompt required', 'prompt');
  const count = Number(n);
  if (!Number.isInteger(count) || count < 1 || count > 8) return complaint('n out of range', 'n');
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(String(size)) ?? [];
  if (width === undefined || height === undefined) return complaint('bad size', 'size');
  return {
    prompt,
    model: String(model),
    n: count,
    width: Number(width),
    height: Number(height),
    stream: false,
    partialImages: 0,
    images: 0,
  };
}

export function checkPlainEdit(form: SeenForm, models: readonly string[]): GenerateRequest | Complaint {
  const asked = checkPlain(form.fields, models);
  if ('message' in asked) return asked;
  return checkFiles(form.files) ?? { ...asked, images: 1 };
}

function complaint(message: string, param: string | null): Complaint {
  return { message, code: 'invalid_request_error', param };
}
