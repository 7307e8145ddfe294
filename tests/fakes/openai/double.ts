import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { picture, sendBody, sendError, sendJson, sendStream, trickle } from './answers.ts';
import { checkEdit } from './check-edit.ts';
import { type Complaint, checkRequest, type GenerateRequest } from './check-request.ts';
import type { Course } from './course.ts';
import { checkPlain, checkPlainEdit, PLAIN_MODEL } from './plain-dialect.ts';
import { readForm, type SeenForm } from './read-form.ts';

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
  /** The body again, where it was a multipart form. */
  readonly form: SeenForm | null;
}

export interface DoubleOptions {
  readonly port: number;
  readonly key?: string;
  /** `plain` is a small local server: few fields, one model, no streams, and no key unless one is given here. */
  readonly dialect?: 'openai' | 'plain';
  /** A plain server may not know edits. */
  readonly edits?: boolean;
  /** What a plain server lists. One with several must be told which. */
  readonly models?: readonly string[];
}

const BAD_KEY = {
  message: 'Incorrect API key provided.',
  type: 'invalid_request_error',
  param: null,
  code: 'invalid_api_key',
};
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
const MAX_SEEN = 1000;

/** Speaks the wire of the image endpoints on loopback, as strictly as the service does. */
export async function createOpenAiDouble(options: DoubleOptions): Promise<OpenAiDouble> {
  const isPlain = options.dialect === 'plain';
  const models = options.models ?? [isPlain ? PLAIN_MODEL : 'gpt-image-2'];
  const key = options.key ?? (isPlain ? 'local' : 'sk-double-key');
  const script: Course[] = [];
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.address() as AddressInfo;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await readSeen(request);
    if (requests.length < MAX_SEEN) requests.push(seen);
    response.setHeader('x-request-id', `req_${requests.length.toString(16).padStart(8, '0')}`);
    const course = script.shift() ?? { kind: 'deliver' };
    if (course.kind === 'never') return;
    if (course.kind === 'hang-up') {
      request.socket.destroy();
      return;
    }
    if (seen.headers.authorization !== `Bearer ${key}`) return sendError(response, 401, BAD_KEY);
    if (goesWrong(response, course)) return;
    const asked = answerOf(seen, { ...options, models });
    if (asked === 'models') return sendJson(response, modelList(models));
    if (asked === 'picture') {
      response.setHeader('content-type', 'image/png').end(picture({ width: 64, height: 64 }, 0));
      return;
    }
    if (asked === 'unknown') return sendError(response, 404, unknownUrl(seen.path));
    if ('message' in asked) sendError(response, 400, { ...asked, type: 'invalid_request_error' });
    else if (asked.stream) await sendStream(response, asked, course);
    else await sendBody(response, asked, course, `http://127.0.0.1:${port}/pictures/0.png`);
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

function answerOf(
  { method, path, body, form }: SeenRequest,
  { dialect, edits = true, models }: DoubleOptions & { readonly models: readonly string[] },
): 'models' | 'picture' | 'unknown' | GenerateRequest | Complaint {
  const isPlain = dialect === 'plain';
  switch (`${method} ${path}`) {
    case 'GET /v1/models':
      return 'models';
    case 'GET /pictures/0.png':
      return 'picture';
    case 'POST /v1/images/generations':
      return isPlain ? checkPlain(body, models) : checkRequest(body);
    case 'POST /v1/images/edits':
      if (!edits) return 'unknown';
      if (form === null) return { message: 'Expected a form.', code: 'invalid_content_type', param: null };
      return isPlain ? checkPlainEdit(form, models) : checkEdit(form);
    default:
      return 'unknown';
  }
}

/** Answers that come before anyone looks at the request. */
function goesWrong(response: ServerResponse, course: Course): boolean {
  switch (course.kind) {
    case 'error':
      for (const [name, value] of Object.entries(course.headers ?? {})) response.setHeader(name, value);
      sendError(response, course.status, course.error);
      return true;
    case 'html':
      response
        .writeHead(course.status, { 'content-type': 'text/html' })
        .end('<html><body>Bad gateway</body></html>');
      return true;
    case 'redirect':
      response.writeHead(course.status, { location: course.location }).end();
      return true;
    case 'announced':
      trickle(response, course.sizeBytes);
      return true;
    case 'trickle':
      trickle(response, null);
      return true;
    case 'other-type':
      response.setHeader('content-type', 'image/png').end(picture({ width: 64, height: 64 }, 0));
      return true;
    default:
      return false;
  }
}

function modelList(ids: readonly string[]): object {
  return {
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'openai' })),
  };
}

function unknownUrl(path: string): object {
  return {
    message: `Unknown request URL: ${path}`,
    type: 'invalid_request_error',
    param: null,
    code: 'unknown_url',
  };
}

async function readSeen(request: IncomingMessage): Promise<SeenRequest> {
  const bytes = await readBytes(request);
  const { method = '', url: path = '/', headers } = request;
  const contentType = headers['content-type'] ?? '';
  const form = contentType.startsWith('multipart/') ? readForm(contentType, bytes) : null;
  const body = contentType.startsWith('multipart/') ? (form?.fields ?? null) : parsed(bytes.toString('utf8'));
  return { method, path, headers, body, form };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_REQUEST_BYTES) throw new Error('the request is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
