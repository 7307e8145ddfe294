import type { ServerResponse } from 'node:http';
import { encodePng } from '../../../providers/sandbox/index.ts';
import type { GenerateRequest } from './check-request.ts';
import type { Course } from './course.ts';

/** What the double counts for a picture that came along. */
const TOKENS_PER_PICTURE = 1000;

/** @param ownPicture where this server keeps a picture to point to */
export async function sendBody(
  response: ServerResponse,
  asked: GenerateRequest,
  course: Course,
  ownPicture: string,
): Promise<void> {
  const count = course.kind === 'fewer' ? course.count : asked.n;
  const data = Array.from({ length: course.kind === 'no-data' ? 0 : count }, (_, index) =>
    course.kind === 'link' ? { url: course.url ?? ownPicture } : { b64_json: encoded(asked, index, course) },
  );
  const text = JSON.stringify({
    created: 0,
    data,
    size: `${asked.width}x${asked.height}`,
    output_format: 'png',
    ...usage(asked, course),
  });
  response.setHeader('content-type', 'application/json');
  await sendText(response, course.kind === 'truncated-json' ? text.slice(0, text.length / 2) : text, course);
}

export async function sendStream(
  response: ServerResponse,
  asked: GenerateRequest,
  course: Course,
): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const noun = asked.images === 0 ? 'image_generation' : 'image_edit';
  const shared = {
    created_at: 0,
    size: `${asked.width}x${asked.height}`,
    quality: 'medium',
    background: 'opaque',
    output_format: 'png',
  };
  let text = '';
  for (let index = 0; index < asked.partialImages; index++) {
    text += sse(`${noun}.partial_image`, {
      ...shared,
      partial_image_index: index,
      b64_json: encoded(asked, index + 7, { kind: 'deliver' }),
    });
  }
  if (course.kind === 'stream-error')
    text += `event: error\ndata: ${JSON.stringify({ type: 'error', error: course.error })}\n\n`;
  else if (course.kind !== 'no-data') {
    text += sse(`${noun}.completed`, {
      ...shared,
      b64_json: encoded(asked, 0, course),
      ...usage(asked, course),
    });
  }
  await sendText(
    response,
    course.kind === 'truncated-json' ? text.slice(0, text.length - 200) : text,
    course,
  );
}

function usage(asked: GenerateRequest, course: Course): object {
  if (course.kind === 'no-usage') return {};
  const text = Math.ceil(asked.prompt.length / 4);
  const images = asked.images * TOKENS_PER_PICTURE;
  const output = asked.n * Math.ceil((asked.width * asked.height) / 1000);
  return {
    usage: {
      input_tokens: text + images,
      input_tokens_details: { text_tokens: text, image_tokens: images },
      output_tokens: output,
      total_tokens: text + images + output,
    },
  };
}

/** Drawn once for each size: a picture of eight megapixels takes a second. */
const drawn = new Map<string, string>();
const DRAWN_MAX = 48;

function encoded(asked: GenerateRequest, index: number, course: Course): string {
  const name = `${asked.width}x${asked.height} ${index}`;
  const text = drawn.get(name) ?? Buffer.from(picture(asked, index)).toString('base64');
  if (drawn.size < DRAWN_MAX) drawn.set(name, text);
  return course.kind === 'half-base64' ? text.slice(0, Math.floor(text.length / 8) * 4) : text;
}

/** A quiet gradient, real and whole, that differs from picture to picture. */
export function picture(
  { width, height }: Pick<GenerateRequest, 'width' | 'height'>,
  index: number,
): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      pixels[at] = 40 + (x * 160) / width;
      pixels[at + 1] = 60 + (y * 150) / height;
      pixels[at + 2] = (120 + index * 37) % 256;
    }
  }
  return encodePng(pixels, { width, height });
}

/** A byte at once and then one each second, until the other side has had enough. */
export function trickle(response: ServerResponse, announcedBytes: number | null): void {
  response.setHeader('content-type', 'application/json');
  if (announcedBytes !== null) response.setHeader('content-length', announcedBytes);
  response.write(' ');
  const timer = setInterval(() => response.write(' '), 1000);
  response.once('close', () => clearInterval(timer));
}

async function sendText(response: ServerResponse, text: string, course: Course): Promise<void> {
  const chunk = course.kind === 'drip' ? course.chunkBytes : text.length;
  for (let at = 0; at < text.length && !response.destroyed; at += chunk) {
    response.write(text.slice(at, at + chunk));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

function sse(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

export function sendError(response: ServerResponse, status: number, error: object): void {
  response.statusCode = status;
  sendJson(response, { error });
}

export function sendJson(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}
