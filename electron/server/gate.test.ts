import { describe, expect, it } from 'vitest';
import { decideRequest, type RequestFacts } from './gate.ts';

const own = { host: '127.0.0.1:4321', origin: 'http://127.0.0.1:4321' };
const good: RequestFacts = {
  method: 'GET',
  path: '/',
  host: own.host,
  origin: undefined,
  fetchSite: 'same-origin',
  upgrade: false,
  hasSession: true,
};

const FRAME = '/frames/0190b1a0-0000-7000-8000-000000000001';
const PICTURE = '/account-picture';

/** Each row is an attack or an honest request, what it changes, and what it gets. */
const TABLE: readonly (readonly [name: string, change: Partial<RequestFacts>, status: number | 'pass'])[] = [
  ['the page itself', {}, 'pass'],
  ['the address typed by hand', { fetchSite: 'none' }, 'pass'],
  ['a socket from our page', { upgrade: true, origin: own.origin, path: '/contract' }, 'pass'],
  ['DNS rebinding: a foreign name that points here', { host: 'evil.example:4321' }, 421],
  ['localhost instead of the address', { host: 'localhost:4321' }, 421],
  ['another port in Host', { host: '127.0.0.1:4322' }, 421],
  ['no Host at all', { host: undefined }, 421],
  ['a page on the web that fetches', { origin: 'https://evil.example', fetchSite: 'cross-site' }, 403],
  ['an image on a web page (no Origin)', { fetchSite: 'cross-site', path: '/assets/x' }, 403],
  ['a page on another port of this machine', { fetchSite: 'same-site', path: '/assets/x' }, 403],
  ['an opaque origin', { origin: 'null' }, 403],
  ['a web page that opens a socket', { upgrade: true, origin: 'https://evil.example' }, 403],
  ['a program that opens a socket without Origin', { upgrade: true, origin: undefined }, 403],
  ['a socket without a session', { upgrade: true, origin: own.origin, hasSession: false }, 401],
  ['another user without a session', { hasSession: false, fetchSite: undefined }, 401],
  ['a form posted from the web', { method: 'POST', origin: 'https://evil.example', path: '/' }, 403],
  ['a post to the page', { method: 'POST', origin: own.origin }, 405],
  ['a launch page without a session', { path: '/launch', hasSession: false, fetchSite: 'none' }, 'pass'],
  ['a launch from a link elsewhere', { path: '/launch', hasSession: false, fetchSite: 'cross-site' }, 'pass'],
  [
    'a token posted by our launch page',
    { method: 'POST', path: '/launch', origin: own.origin, hasSession: false },
    'pass',
  ],
  ['a token posted by another page', { method: 'POST', path: '/launch', origin: 'http://127.0.0.1:9' }, 403],
  ['a file from our page', { method: 'PUT', path: '/imports', origin: own.origin }, 'pass'],
  ['a frame from our page', { method: 'PUT', path: '/frames', origin: own.origin }, 'pass'],
  ['a frame from a web page', { method: 'PUT', path: '/frames', origin: 'https://evil.example' }, 403],
  ['a frame from a program without Origin', { method: 'PUT', path: '/frames', origin: undefined }, 403],
  [
    'a frame without a session',
    { method: 'PUT', path: '/frames', origin: own.origin, hasSession: false },
    401,
  ],
  ['a frame posted', { method: 'POST', path: '/frames', origin: own.origin }, 405],
  ['a frame put under a name of its own', { method: 'PUT', path: `${FRAME}/mask`, origin: own.origin }, 405],
  ['a frame deleted', { method: 'DELETE', path: `${FRAME}/mask`, origin: own.origin }, 405],
  ['a frame read by our page', { path: `${FRAME}/original` }, 'pass'],
  ['a frame read by a page elsewhere', { path: `${FRAME}/original`, fetchSite: 'cross-site' }, 403],
  ['a frame read without a session', { path: `${FRAME}/mask`, hasSession: false }, 401],
  ['a picture of the person from our page', { method: 'PUT', path: PICTURE, origin: own.origin }, 'pass'],
  ['one from a web page', { method: 'PUT', path: PICTURE, origin: 'https://evil.example' }, 403],
  ['one from a program without Origin', { method: 'PUT', path: PICTURE, origin: undefined }, 403],
  ['one without a session', { method: 'PUT', path: PICTURE, origin: own.origin, hasSession: false }, 401],
  ['one posted', { method: 'POST', path: PICTURE, origin: own.origin }, 405],
  ['the picture read by our page', { path: PICTURE }, 'pass'],
  ['the picture in a page elsewhere', { path: PICTURE, fetchSite: 'cross-site' }, 403],
  ['the picture without a session', { path: PICTURE, hasSession: false }, 401],
  ['a file to another path', { method: 'PUT', path: '/assets/x', origin: own.origin }, 405],
  ['a file from a web page', { method: 'PUT', path: '/imports', origin: 'https://evil.example' }, 403],
  ['a file from a program without Origin', { method: 'PUT', path: '/imports', origin: undefined }, 403],
  [
    'a file without a session',
    { method: 'PUT', path: '/imports', origin: own.origin, hasSession: false },
    401,
  ],
  ...(['journal', 'base', 'file', 'flattened', 'layered'] as const).flatMap(
    (what): (readonly [string, Partial<RequestFacts>, number | 'pass'])[] => {
      const path = `/documents/0190b1a0-0000-7000-8000-000000000001/${what}`;
      const put = { method: 'PUT', path, origin: own.origin };
      return [
        [`${what} of a document from our page`, put, 'pass'],
        [`${what} from a web page`, { ...put, origin: 'https://evil.example' }, 403],
        [`${what} from a program without Origin`, { ...put, origin: undefined }, 403],
        [`${what} without a session`, { ...put, hasSession: false }, 401],
        [`${what} deleted`, { ...put, method: 'DELETE' }, 405],
        [`${what} posted`, { ...put, method: 'POST' }, 405],
        [`${what} read by our page`, { path }, 'pass'],
        [`${what} read by a page elsewhere`, { path, fetchSite: 'cross-site' }, 403],
        [`${what} read without a session`, { path, hasSession: false }, 401],
        [`${what} below another path`, { ...put, path: `/x${path}` }, 405],
        [`${what} with more behind it`, { ...put, path: `${path}/more` }, 405],
      ];
    },
  ),
  ['a document by a path', { method: 'PUT', path: '/documents/../x/file', origin: own.origin }, 405],
  ['a token posted by a program', { method: 'POST', path: '/launch', origin: undefined }, 403],
];

describe('who may talk to the loopback server', () => {
  it.each(TABLE)('%s', (_name, change, expected) => {
    const verdict = decideRequest({ ...good, ...change }, own);
    expect(verdict.kind === 'pass' ? 'pass' : verdict.status).toBe(expected);
  });
});
