import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const STATUS: Readonly<Record<string, number>> = {
  BadDigest: 400,
  IncompleteBody: 400,
  MalformedXML: 400,
  XAmzContentSHA256Mismatch: 400,
  EntityTooLarge: 400,
  InvalidRequest: 400,
  NoSuchKey: 404,
  NoSuchBucket: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  MissingContentLength: 411,
  InternalError: 500,
  SlowDown: 503,
};

export function failure(code: string, message = code): Answer {
  return xml(
    STATUS[code] ?? 403,
    `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
  );
}

export function xml(status: number, body: string): Answer {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return { status, headers: { 'content-type': 'application/xml' }, body: text };
}

export function send(response: ServerResponse, method: string, { status, headers, body = '' }: Answer): void {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { 'x-amz-request-id': 'DOUBLE', ...length, ...headers });
  response.end(method === 'HEAD' ? '' : body);
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

export const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#x([0-9a-f]+);/gi, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&amp;', '&');
