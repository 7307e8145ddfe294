import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createReadAccessToken } from './access-token.ts';
import { publicSet } from './signing-keys.ts';

const ISSUER = 'https://cloud.example';
const SUBJECT = '01a00000-0000-7000-8000-000000000001';
let old: JWK;
let fresh: JWK;
let foreign: JWK;
beforeAll(async () => {
  [old, fresh, foreign] = await Promise.all([newKey('old'), newKey('new'), newKey('foreign')]);
});

async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

const tokenOf = async (key: JWK) =>
  `Bearer ${await new SignJWT({ sid: SUBJECT, scope: 'api' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid ?? '' })
    .setIssuer(ISSUER)
    .setAudience(`${ISSUER}/v1`)
    .setSubject(SUBJECT)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(key)}`;

/** A process that was started when there was one key. */
function opened(readKeys: () => Promise<readonly JWK[]>) {
  let now = 1_000_000;
  let looks = 0;
  const read = createReadAccessToken({
    issuer: ISSUER,
    audience: `${ISSUER}/v1`,
    keys: publicSet([old]),
    async readKeys() {
      looks += 1;
      return publicSet(await readKeys());
    },
    clock: { now: () => now, sleep: async () => undefined },
  });
  return {
    read,
    looks: () => looks,
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('keys that sign', () => {
  it('which another process made since are known, also to many at once', async () => {
    const { read, looks } = opened(async () => [fresh, old]);
    expect(await read(await tokenOf(old))).toMatchObject({ kind: 'good' });
    expect(looks()).toBe(0);
    const token = await tokenOf(fresh);
    const answers = await Promise.all([read(token), read(token), read(token)]);
    expect(answers.map(({ kind }) => kind).filter((kind) => kind === 'good').length).toBeGreaterThan(0);
    expect(await read(token)).toMatchObject({ kind: 'good', accountId: SUBJECT });
    expect(await read(await tokenOf(old))).toMatchObject({ kind: 'good' });
    expect(looks()).toBe(1);
  });

  it('which nobody made are looked for once a minute, however often they come', async () => {
    const { read, looks, pass } = opened(async () => [old]);
    const token = await tokenOf(foreign);
    for (let times = 0; times < 20; times++)
      expect(await read(token)).toEqual({ kind: 'bad', why: 'invalid' });
    expect(looks()).toBe(1);
    pass(60_000);
    await read(token);
    expect(looks()).toBe(2);
  });

  it('stay known when the database can not be asked', async () => {
    const { read } = opened(() => Promise.reject(new Error('away')));
    expect(await read(await tokenOf(fresh))).toEqual({ kind: 'bad', why: 'invalid' });
    expect(await read(await tokenOf(old))).toMatchObject({ kind: 'good' });
  });
});
