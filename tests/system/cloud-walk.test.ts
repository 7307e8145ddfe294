import { isContractProcedure } from '@orpc/contract';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudContract } from '../../shared/contracts/cloud/index.ts';
import { call, guestDesktop, signedInDesktop, type Tokens } from '../drivers/cloud-browser.ts';
import { signAsService } from '../drivers/cloud-keys.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';

const SOME_ID = '01a00000-0000-7000-8000-000000000001';

interface Ids {
  readonly session: string;
  readonly identity: string;
  readonly object: string;
}

interface Row {
  /** Anybody may ask. */
  readonly open?: true;
  /** A whole input, for the ids of one person. */
  readonly input?: (ids: Ids) => Readonly<Record<string, unknown>>;
  /** What somebody else hears who names those ids; absent where an operation names none. */
  readonly foreign?: (answer: { status: number; body: Record<string, unknown> }) => void;
}

const unknown: Row['foreign'] = ({ status, body }) => expect([status, body.code]).toEqual([404, 'NOT_FOUND']);

/** Every operation there is. One that is added without its row fails the first test below. */
const ROWS: Readonly<Record<string, Row>> = {
  'service.info': { open: true },
  'account.get': {},
  'account.update': { input: () => ({ name: 'Ines' }) },
  'account.removePicture': {},
  'account.acceptTerms': {
    input: () => ({ terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', oldEnough: true }),
  },
  'account.events': { input: () => ({ before: SOME_ID }) },
  'account.unlink': { input: ({ identity }) => ({ id: identity }), foreign: unknown },
  'account.link': { input: () => ({ method: 'google' }) },
  'account.upgradeTicket': {},
  'account.requestAddressChange': { input: () => ({ address: 'new@example.com' }) },
  'account.confirmAddressChange': { input: () => ({ code: '123456' }) },
  'account.requestClosing': {},
  'account.close': { input: () => ({ code: '123456', when: 'after-grace' }) },
  'sessions.list': {},
  'sessions.end': { input: ({ session }) => ({ id: session }), foreign: unknown },
  'sessions.endOthers': {},
  'objects.create': {
    input: ({ object }) => ({
      id: object,
      generationId: SOME_ID,
      type: 'image/png',
      sizeBytes: 100,
      sha256: 'a'.repeat(64),
    }),
    // The id is the uploader's own choice; one that somebody has is taken, and says nothing of theirs.
    foreign: ({ status, body }) => expect([status, body.code]).toEqual([409, 'ID_TAKEN']),
  },
  'objects.complete': { input: ({ object }) => ({ id: object }), foreign: unknown },
  'objects.get': { input: ({ object }) => ({ id: object }), foreign: unknown },
  'objects.remove': {
    input: ({ object }) => ({ ids: [object] }),
    foreign: ({ status, body }) => expect([status, body]).toEqual([200, { removed: 0 }]),
  },
  'objects.usage': {},
};

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

function operations(): readonly Operation[] {
  const found: Operation[] = [];
  for (const [noun, procedures] of Object.entries(cloudContract))
    for (const [verb, procedure] of Object.entries(procedures)) {
      if (!isContractProcedure(procedure)) throw new Error(`${noun}.${verb} is no operation`);
      const { method = 'POST', path } = procedure['~orpc'].route;
      if (path === undefined) throw new Error(`${noun}.${verb} has no path`);
      found.push({ name: `${noun}.${verb}`, method, path });
    }
  return found;
}

const OPERATIONS = operations();
const CLOSED = OPERATIONS.filter(({ name }) => ROWS[name]?.open === undefined);

/** The request that an input makes: ids in the path go there, a GET's fields into the query, the rest into the body. */
function requestOf(
  { method, path }: Operation,
  input: Readonly<Record<string, unknown>>,
): readonly [string, string, Readonly<Record<string, unknown>> | undefined] {
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name] ?? '');
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (method === 'GET') {
    const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    return [method, rest && query.size > 0 ? `${filled}?${query}` : filled, undefined];
  }
  return [method, filled, Object.keys(rest).length === 0 ? undefined : rest];
}

let server: PostgresServer;
let cloud: OpenedCloud;
let own: Tokens;
let stranger: Tokens;
let guest: Tokens;
let ids: Ids;
let bad: readonly (readonly [string, string | null, string])[];

beforeAll(async () => {
  server = await startPostgres();
  cloud = await openCloud({ env: { DATABASE_URL: await freshDatabase(server) } });
  own = (await signedInDesktop(cloud, 'own@example.com')).tokens;
  stranger = (await signedInDesktop(cloud, 'stranger@example.com')).tokens;
  guest = (await guestDesktop(cloud.origin)).tokens;
  const account = (await call(cloud.origin, own.access_token, 'GET', '/account')).body;
  const object = '01a00000-0000-7000-8000-0000000000aa';
  await call(
    cloud.origin,
    own.access_token,
    'POST',
    '/objects',
    ROWS['objects.create']?.input?.({
      session: '',
      identity: '',
      object,
    }),
  );
  const [identity] = Array.isArray(account.identities) ? account.identities : [];
  ids = { session: String(account.sessionId), identity: String(identity.id), object };
  bad = await badTokens();
}, 120_000);

afterAll(async () => {
  await cloud.close();
  await server.stop();
});

async function badTokens(): Promise<readonly (readonly [string, string | null, string])[]> {
  const url = cloud.databaseUrl ?? '';
  const claims = JSON.parse(Buffer.from(own.access_token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const now = Math.floor(claims.iat);
  const ended = (await signedInDesktop(cloud, 'ended@example.com')).tokens.access_token;
  await call(
    cloud.origin,
    ended,
    'DELETE',
    `/sessions/${(await call(cloud.origin, ended, 'GET', '/account')).body.sessionId}`,
  );
  return [
    ['no token', null, 'missing'],
    ['no JWT', 'nonsense', 'invalid'],
    ['expired', await signAsService(url, { ...claims, iat: now - 4000, exp: now - 3400 }), 'expired'],
    [
      'for another service',
      await signAsService(url, { ...claims, aud: 'https://other.example/v1' }),
      'invalid',
    ],
    ['of another issuer', await signAsService(url, { ...claims, iss: 'https://other.example' }), 'invalid'],
    ['no access token', await signAsService(url, claims, { typ: 'JWT' }), 'invalid'],
    ['without the scope', await signAsService(url, { ...claims, scope: 'openid' }), 'invalid'],
    ['without a session', await signAsService(url, { ...claims, sid: undefined }), 'invalid'],
    ["with another account's session", await signAsService(url, { ...claims, sub: SOME_ID }), 'ended'],
    ['the none algorithm', new UnsecuredJWT(claims).encode(), 'invalid'],
    ['of a session that ended', ended, 'ended'],
  ];
}

describe('every operation of the contract', () => {
  it('has its row here, and every row its operation', () => {
    expect(Object.keys(ROWS).sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  });

  it.each(CLOSED)('$name refuses every bad token, and says why', async (operation) => {
    const [method, path, body] = requestOf(operation, ROWS[operation.name]?.input?.(ids) ?? {});
    for (const [name, token, why] of bad) {
      const answer = await call(cloud.origin, token, method, path, body);
      expect([name, answer.status, answer.body.code, answer.body.data]).toEqual([
        name,
        401,
        'UNAUTHENTICATED',
        { why },
      ]);
    }
  });

  it.each(CLOSED.filter(({ name }) => ROWS[name]?.foreign !== undefined))(
    "$name does nothing with somebody else's ids",
    async (operation) => {
      const row = ROWS[operation.name];
      const [method, path, body] = requestOf(operation, row?.input?.(ids) ?? {});
      for (const token of [
        stranger.access_token,
        ...(operation.name === 'objects.create' ? [] : [guest.access_token]),
      ])
        row?.foreign?.(await call(cloud.origin, token, method, path, body));
      const { sessions } = (await call(cloud.origin, own.access_token, 'GET', '/sessions')).body;
      expect(JSON.stringify(sessions)).toContain(ids.session);
      const account = (await call(cloud.origin, own.access_token, 'GET', '/account')).body;
      expect(JSON.stringify(account.identities)).toContain(ids.identity);
      const object = await call(cloud.origin, own.access_token, 'GET', `/objects/${ids.object}`);
      expect([object.status, object.body.object]).toMatchObject([200, { state: 'awaited' }]);
    },
  );

  it.each(CLOSED.filter(({ name }) => ROWS[name]?.input !== undefined))(
    '$name refuses inputs of another shape, without a fault of its own',
    async (operation) => {
      const good = ROWS[operation.name]?.input?.(ids) ?? {};
      const hostile: readonly unknown[] = [
        "'; DROP TABLE accounts; --",
        '\u0000',
        { $gt: '' },
        [],
        null,
        -1,
        'x'.repeat(20_000),
        'a\r\nSet-Cookie: x=1',
      ];
      for (const field of Object.keys(good))
        for (const value of hostile) {
          const [method, path, body] = requestOf(operation, { ...good, [field]: value });
          const answer = await call(cloud.origin, own.access_token, method, path, body);
          expect(answer.status, `${field}: ${JSON.stringify(value)?.slice(0, 40)}`).toBeGreaterThanOrEqual(
            200,
          );
          expect(answer.status, `${field}: ${JSON.stringify(value)?.slice(0, 40)}`).toBeLessThan(500);
        }
      expect((await call(cloud.origin, own.access_token, 'GET', '/account')).status).toBe(200);
    },
  );
});
