import { describe, expect, it } from 'vitest';
import { BadConfig, readConfig } from './config.ts';

const PRODUCTION = {
  PUBLIC_URL: 'https://cloud.example.com',
  TRUSTED_PROXIES: '1',
  DATABASE_URL: 'postgres://gesso:secret-word@localhost/gesso',
  SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
  SMTP_URL: 'smtps://user:secret-word@mail.example.com',
  MAIL_FROM: 'gesso@example.com',
  S3_ENDPOINT: 'https://s3.example.com',
  S3_BUCKET: 'gesso',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret-word',
} as const;

function faultsOf(args: readonly string[], environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(args, environment);
    return [];
  } catch (error) {
    if (error instanceof BadConfig) return error.faults;
    throw error;
  }
}

const without = (...names: (keyof typeof PRODUCTION)[]): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(PRODUCTION).filter(([name]) => !names.some((each) => each === name)));

describe('the configuration', () => {
  it('of one computer is a folder, and listens to it alone', () => {
    const config = readConfig(['--data', '/tmp/x', '--port', '8799'], {});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8799,
      dataFolder: '/tmp/x',
      database: { kind: 'pglite' },
      objects: { kind: 'files' },
      mail: { kind: 'mailbox' },
      google: null,
      guests: true,
    });
    expect([...config.roles].sort()).toEqual(['api', 'worker']);
    expect(config.publicUrl.origin).toBe('http://localhost:8799');
  });

  it('of production is whole', () => {
    expect(readConfig([], PRODUCTION)).toMatchObject({
      trustedProxies: 1,
      database: { kind: 'postgres', connections: 10 },
      objects: { kind: 's3', bucket: 'gesso', forcePathStyle: true },
      mail: { kind: 'smtp', from: 'gesso@example.com' },
    });
  });

  it.each([
    ['no folder', [], {}, ['--data is missing']],
    ['a port that is none', ['--data', 'x', '--port', 'abc'], {}, ['--port takes']],
    ['a role that is none', ['--data', 'x', '--role', 'api,boss'], {}, ['--role takes']],
    [
      'an argument that is none, which no other is read beside',
      ['--data', 'x', '--colour', 'red'],
      {},
      ['--colour', '--data is missing'],
    ],
    ['no secret in production', [], without('SECRET_KEY'), ['SECRET_KEY is missing']],
    [
      'a secret that is short',
      [],
      { ...PRODUCTION, SECRET_KEY: 'c2hvcnQ=' },
      ['SECRET_KEY takes at least 32 bytes'],
    ],
    ['no mail in production', [], without('SMTP_URL', 'MAIL_FROM'), ['SMTP_URL is missing']],
    ['no sender', [], without('MAIL_FROM'), ['MAIL_FROM is missing']],
    ['half a bucket', [], without('S3_BUCKET'), ['S3_BUCKET is missing']],
    [
      'nowhere for objects',
      [],
      without('S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'),
      ['S3_ENDPOINT is missing'],
    ],
    ['half of Google', [], { ...PRODUCTION, GOOGLE_CLIENT_ID: 'x' }, ['GOOGLE_CLIENT_SECRET is missing']],
    ['half of GitHub', [], { ...PRODUCTION, GITHUB_CLIENT_SECRET: 'x' }, ['GITHUB_CLIENT_ID is missing']],
    [
      'an address that all can read',
      [],
      { ...PRODUCTION, PUBLIC_URL: 'http://cloud.example.com' },
      ['PUBLIC_URL has to be https'],
    ],
    [
      'an address with a path',
      [],
      { ...PRODUCTION, PUBLIC_URL: 'https://example.com/cloud' },
      ['PUBLIC_URL takes an address without a path'],
    ],
    ['a proxy that is not named', [], without('TRUSTED_PROXIES'), ['TRUSTED_PROXIES is missing']],
    [
      'a Google that all can read',
      [],
      { ...PRODUCTION, GOOGLE_ISSUER: 'http://accounts.example.com' },
      ['GOOGLE_ISSUER has to be https'],
    ],
    [
      'a database of another kind',
      [],
      { ...PRODUCTION, DATABASE_URL: 'mysql://localhost/x' },
      ['DATABASE_URL takes an address'],
    ],
    [
      'a failpoint that is none',
      ['--data', 'x'],
      { GESSO_FAILPOINT: 'nowhere' },
      ['GESSO_FAILPOINT names no failpoint'],
    ],
    ['a mailbox for everybody', ['--data', 'x', '--host', '0.0.0.0'], {}, ['SMTP_URL is missing']],
  ] as const)('%s is said', (_, args, environment, faults) => {
    const found = faultsOf(args, environment);
    for (const fault of faults) expect(found.join('\n')).toContain(fault);
    expect(found.length).toBe(faults.length);
  });

  it('says everything at once, and repeats no value', () => {
    const found = faultsOf(['--port', '99999999'], {
      ...without('PUBLIC_URL', 'SECRET_KEY', 'S3_BUCKET', 'MAIL_FROM'),
      GUESTS: 'perhaps',
    });
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(found.join('\n')).not.toContain('secret-word');
  });
});
