import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { passGate } from './gate.ts';

interface Claim {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function knock({ url = '/v1/info', method = 'GET', headers = {} }: Claim, trustedProxies = 0) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '198.51.100.7' });
  const request = new IncomingMessage(socket);
  request.url = url;
  request.method = method;
  for (const [name, value] of Object.entries({ host: 'cloud.example', ...headers })) {
    request.headers[name] = value;
    request.rawHeaders.push(name, value);
  }
  const response = new ServerResponse(request);
  const gate = passGate({ publicUrl: new URL('https://cloud.example'), trustedProxies });
  const passed = gate(request, response);
  return { passed, status: response.statusCode, request };
}

describe('the gate', () => {
  it.each([
    ['its own host', {}, true, 200],
    ['another host', { headers: { host: 'evil.example' } }, false, 421],
    ['its host with a port', { headers: { host: 'cloud.example:8080' } }, false, 421],
    ['an absolute address', { url: 'http://evil.example/v1/info' }, false, 400],
    ['an address without end', { url: `/${'x'.repeat(9_000)}` }, false, 414],
    ['a body that does not say its length', { headers: { 'transfer-encoding': 'chunked' } }, false, 411],
    ['a body that is too large', { headers: { 'content-length': '300000' } }, false, 413],
    [
      'a picture of some size',
      { url: '/v1/account/picture', method: 'PUT', headers: { 'content-length': '3000000' } },
      true,
      200,
    ],
    [
      'a large body that no picture is',
      { url: '/v1/account/picture', method: 'DELETE', headers: { 'content-length': '3000000' } },
      false,
      413,
    ],
    [
      'a large body on the way round',
      { url: '/objects/../v1/account/terms', method: 'PUT', headers: { 'content-length': '3000000' } },
      false,
      400,
    ],
    ['dots in another spelling', { url: '/objects/%2E%2e/v1/info' }, false, 400],
    ['a dot at the end', { url: '/objects/.' }, false, 400],
    ['a backslash', { url: '/objects\\..\\v1/info' }, false, 400],
    ['a letter that no database takes', { url: '/oauth/authorize?state=a%00b' }, false, 400],
    ['dots in a name', { url: '/look/pages.css?v=../..' }, true, 200],
    ['health by a number', { url: '/health/ready', headers: { host: '10.0.0.8:8787' } }, true, 200],
  ] as const)('%s', (_, claim, passed, status) => {
    const answer = knock(claim);
    expect([answer.passed, answer.status]).toEqual([passed, status]);
  });

  it('what a request says of itself is replaced in both lists of headers', () => {
    const { request } = knock({
      headers: {
        'x-forwarded-for': '192.0.2.1',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        forwarded: 'for=192.0.2.1',
        'x-real-ip': '192.0.2.1',
        'x-original-url': '/admin',
      },
    });
    const raw = request.rawHeaders.join('\n').toLowerCase();
    for (const lie of ['192.0.2.1', 'evil.example', '/admin']) {
      expect(JSON.stringify(request.headers)).not.toContain(lie);
      expect(raw).not.toContain(lie);
    }
    expect(request.headers).toMatchObject({
      host: 'cloud.example',
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-proto': 'https',
    });
    expect(raw).toContain('x-forwarded-for\n198.51.100.7');
  });

  it('behind one proxy the last address counts, and what stands before it was written by anybody', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9, 192.0.2.44' };
    expect(knock({ headers }, 1).request.headers['x-forwarded-for']).toBe('192.0.2.44');
    expect(knock({ headers }, 2).request.headers['x-forwarded-for']).toBe('203.0.113.9');
    expect(knock({ headers: {} }, 1).request.headers['x-forwarded-for']).toBe('198.51.100.7');
  });
});
