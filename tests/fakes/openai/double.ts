import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodePng } from '../../../providers/sandbox/index.ts';
import { checkRequest, type GenerateRequest } from './check-request.ts';
import type { Course } from './course.ts';

export interface OpenAiDouble {
  /** Ends in `/v1`, as the real one. */
  readonly baseUrl: string;
  readonly key: string;
  /** The next calls go so, one after another. */
  script(...courses: readonly Course[]): void;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
}

export interface DoubleOptions {
  readonly port: number;
  readonly key?: string;
}

const MODELS = {
  object: 'list',
  data: [{ id: 'gpt-image-2', object: 'model', created: 0, owned_by: 'openai' }],
};
const BAD_KEY = {
  message: 'Incorrect API key provided.',
  type: 'invalid_request_error',
  param: null,
  code: 'invalid_api_key',
};
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
const MAX_SEEN = 1000;

/** Speaks the wire of the image endpoint on loopback, as strictly as the service does. */
export async function createOpenAiDouble(options: DoubleOptions): Promise<OpenAiDouble> {
  const key = options.key ?? 'sk-double-key';
  const script: Course[] = [];
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.address() as AddressInfo;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const path = request.url ?? '/';
    const body = parsed(text);
    if (requests.length < MAX_SEEN)
      requests.push({ method: request.method ?? '', path, headers: request.headers, body });
    response.setHeader('x-request-id', `req_${requests.length.toString(16).padStart(8, '0')}`);
    const course = script.shift() ?? { kind: 'deliver' };
    if (course.kind === 'never') return;
    if (course.kind === 'hang-up') {
      request.socket.destroy();
      return;
    }
    if (request.headers.authorization !== `Bearer ${key}`) return sendError(response, 401, BAD_KEY);
    if (goesWrong(response, course)) return;
    if (request.method === 'GET' && path === '/v1/models') return sendJson(response, MODELS);
    if (request.method !== 'POST' || path !== '/v1/images/generations') {
      return sendError(response, 404, {
        message: `Unknown request URL: ${path}`,
        type: 'invalid_request_error',
        param: null,
        code: 'unknown_url',
      });
    }
    const asked = checkRequest(body);
    if ('message' in asked) sendError(response, 400, { ...asked, type: 'invalid_request_error' });
    else if (asked.stream) await sendStream(response, asked, course);
    else await sendBody(response, asked, course);
  }

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    key,
    script: (...courses) => {
      script.push(...courses);
    },
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers that come before anyone looks at the request. */
function goesWrong(response: ServerResponse, course: Course): boolean {
  if (course.kind === 'error') {
    for (const [name, value] of Object.entries(course.headers ?? {})) response.setHeader(name, value);
    sendError(response, course.status, course.error);
    return true;
  }
  if (course.kind !== 'html') return false;
  response
    .writeHead(course.status, { 'content-type': 'text/html' })
    .end('<html><body>Bad gateway</body></html>');
  return true;
}

async function sendBody(response: ServerResponse, asked: GenerateRequest, course: Course): Promise<void> {
  const count = course.kind === 'fewer' ? course.count : asked.n;
  const data = Array.from({ length: course.kind === 'no-data' ? 0 : count }, (_, index) => ({
    b64_json: encoded(asked, index, course),
  }));
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

async function sendStream(response: ServerResponse, asked: GenerateRequest, course: Course): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const shared = {
    created_at: 0,
    size: `${asked.width}x${asked.height}`,
    quality: 'medium',
    background: 'opaque',
    output_format: 'png',
  };
  let text = '';
  for (let index = 0; index < asked.partialImages; index++) {
    text += sse('image_generation.partial_image', {
      ...shared,
      partial_image_index: index,
      b64_json: encoded(asked, index + 7, { kind: 'deliver' }),
    });
  }
  if (course.kind === 'stream-error')
    text += `event: error\ndata: ${JSON.stringify({ type: 'error', error: course.error })}\n\n`;
  else if (course.kind !== 'no-data') {
    text += sse('image_generation.completed', {
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
  const input = Math.ceil(asked.prompt.length / 4);
  const output = asked.n * Math.ceil((asked.width * asked.height) / 1000);
  return {
    usage: {
      input_tokens: input,
      input_tokens_details: { text_tokens: input, image_tokens: 0 },
      output_tokens: output,
      total_tokens: input + output,
    },
  };
}

/** A quiet gradient, real and whole, that differs from picture to picture. */
function encoded({ width, height }: GenerateRequest, index: number, course: Course): string {
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      pixels[at] = 40 + (x * 160) / width;
      pixels[at + 1] = 60 + (y * 150) / height;
      pixels[at + 2] = (120 + index * 37) % 256;
    }
  }
  const text = Buffer.from(encodePng(pixels, { width, height })).toString('base64');
  return course.kind === 'half-base64' ? text.slice(0, Math.floor(text.length / 8) * 4) : text;
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

function sendError(response: ServerResponse, status: number, error: object): void {
  response.statusCode = status;
  sendJson(response, { error });
}

function sendJson(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_REQUEST_BYTES) throw new Error('the request is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
