import type { IncomingMessage, ServerResponse } from 'node:http';

export interface GateParts {
  /** The address people know the service by; what a request claims must be it. */
  readonly publicUrl: URL;
  /** How many proxies stand before the service, each adding one address to X-Forwarded-For. */
  readonly trustedProxies: number;
}

const URL_MAX = 8_000;
const BODY_MAX_BYTES = 256 * 1024;

/** Bytes of pictures: each of these routes bounds its own body, by what was announced or by what a picture may be. */
const LARGE_BODIES = /^PUT (\/objects\/|\/v1\/account\/picture$)/;

/** Other spellings of a path. What reads it after us would take it for another one than was looked at here. */
const MISSPELT = /\/(\.|%2e){1,2}(\/|$)|\\/i;
/** A letter that no database takes, in whatever it is written. */
const UNWRITABLE = /%00/;

/** Answered whatever a request calls us: whoever keeps the process running asks by number. */
const ANY_HOST: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

/**
 * Looks at a request before anything else does. Afterwards its Host and forwarding headers are what is true and not what was
 * claimed, because libraries below make addresses of them. False when it was refused and answered.
 */
export function passGate({ publicUrl, trustedProxies }: GateParts) {
  const host = publicUrl.host;
  const protocol = publicUrl.protocol.slice(0, -1);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { headers, url = '' } = request;
    const path = pathOf(request);
    if (url.length > URL_MAX) return refuse(response, 414);
    if (!path.startsWith('/') || MISSPELT.test(path) || UNWRITABLE.test(url)) return refuse(response, 400);
    if (headers.host !== host && !ANY_HOST.has(path)) return refuse(response, 421);
    // A body says how long it is before it comes: every client of ours knows, and one that does not say could go on for ever.
    if (headers['transfer-encoding'] !== undefined) return refuse(response, 411);
    if (bodyBytes(request) > BODY_MAX_BYTES && !mayBeLarge(request)) return refuse(response, 413);
    rewrite(request, {
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol,
      'x-forwarded-for': clientOf(request, trustedProxies),
    });
    return true;
  };
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? '';
}

export function bodyBytes(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? 0);
}

/** Whether a request may bring more than forms and JSON need, and take its time. */
export function mayBeLarge(request: IncomingMessage): boolean {
  return LARGE_BODIES.test(`${request.method} ${pathOf(request)}`);
}

/** Both lists that Node keeps of a request's headers: each of the two frameworks behind us reads another one. */
function rewrite(request: IncomingMessage, truth: Readonly<Record<string, string>>): void {
  const { headers, rawHeaders } = request;
  const isClaim = (name: string): boolean => name === 'host' || FORWARDING.test(name);
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!isClaim(name.toLowerCase())) kept.push(name, rawHeaders[at + 1] ?? '');
  }
  for (const [name, value] of Object.entries(truth)) kept.push(name, value);
  rawHeaders.splice(0, rawHeaders.length, ...kept);
  for (const name of Object.keys(headers)) if (isClaim(name)) delete headers[name];
  Object.assign(headers, truth);
}

const FORWARDING = /^(forwarded|x-forwarded-.*|x-real-ip|x-original-.*|x-rewrite-.*)$/;

/** The address before our own proxies. What stands further left in the header was written by whoever sent it. */
function clientOf(request: IncomingMessage, trustedProxies: number): string {
  const socket = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return socket;
  const claimed = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return claimed.at(-trustedProxies) ?? socket;
}

function refuse(response: ServerResponse, status: 400 | 411 | 413 | 414 | 421): false {
  response.writeHead(status, { Connection: 'close', 'Content-Length': '0' }).end();
  return false;
}
