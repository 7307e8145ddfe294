import { describe, expect, it } from 'vitest';
import { BadConfig, type CloudConfig, readConfig } from './config.ts';

const SECRET = Buffer.alloc(32, 1).toString('base64');
/** A whole configuration of a service for others. */
const STUDIO: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://cloud.example.com',
  TRUSTED_PROXIES: '1',
  DATABASE_URL: 'postgres://gesso:hidden@db.example.com/gesso',
  SECRET_KEY: SECRET,
  SMTP_URL: 'smtps://gesso:hidden@mail.example.com',
  MAIL_FROM: 'Gesso <gesso@example.com>',
  S3_ENDPOINT: 'https://s3.example.com',
  S3_BUCKET: 'gesso',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'hidden',
};

function without(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(STUDIO).filter(([name]) => !names.includes(name)));
}

/** What was wrong, each by the name it begins with. */
function faultsOf(args: readonly string[], environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(args, environment);
    return [];
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    for (const value of ['hidden', SECRET]) expect(error.message).not.toContain(value);
    return error.faults.map((fault) => fault.split(' ')[0] ?? '');
  }
}

describe('a configuration', () => {
  it('of one computer is a folder and nothing else', () => {
    const config = readConfig(['--data', 'somewhere'], {});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8787,
      database: { kind: 'pglite' },
      objects: { kind: 'files' },
      mail: { kind: 'mailbox' },
      secretKey: null,
      guests: true,
    } satisfies Partial<CloudConfig>);
    expect([...config.roles]).toEqual(['api', 'worker']);
    expect(config.publicUrl.origin).toBe('http://localhost:8787');
  });

  it('of a studio names what lies elsewhere', () => {
    expect(readConfig(['--role', 'api', '--port', '9000'], STUDIO)).toMatchObject({
      host: '0.0.0.0',
      port: 9000,
      trustedProxies: 1,
      database: { kind: 'postgres', connections: 10 },
      objects: { kind: 's3', region: 'auto', forcePathStyle: true },
      mail: { kind: 'smtp', from: 'Gesso <gesso@example.com>' },
      google: null,
      github: null,
      watched: true,
    });
    expect(readConfig(['--role', 'worker'], STUDIO).watched).toBe(false);
    expect(readConfig(['--role', 'worker', '--port', '9001'], STUDIO).watched).toBe(true);
  });

  it('that is empty is one that is not set', () => {
    expect(faultsOf(['--data', 'x'], { DATABASE_URL: '', S3_BUCKET: '', GOOGLE_CLIENT_ID: '' })).toEqual([]);
  });

  const arg = ['--data', 'x'];
  const cases: readonly (readonly [
    string,
    readonly string[],
    Readonly<Record<string, string>>,
    readonly string[],
  ])[] = [
    ['nothing', [], {}, ['--data']],
    ['an unknown argument', ['--data', 'x', '--nonsense'], {}, ['Unknown']],
    ['an unknown role', [...arg, '--role', 'api,queen'], {}, ['--role']],
    ['a port that is none', [...arg, '--port', '70000'], {}, ['--port']],
    ['others on one computer', [...arg, '--host', '0.0.0.0'], {}, ['SMTP_URL']],
    [
      'a name for others, without mail',
      arg,
      { PUBLIC_URL: 'https://cloud.example.com', TRUSTED_PROXIES: '1' },
      ['SMTP_URL'],
    ],
    [
      'a database alone',
      [],
      { DATABASE_URL: 'postgres://db/gesso' },
      ['PUBLIC_URL', 'SECRET_KEY', 'SMTP_URL', 'S3_ENDPOINT'],
    ],
    [
      'a database of another kind',
      arg,
      { DATABASE_URL: 'mysql://db/gesso' },
      ['DATABASE_URL', 'PUBLIC_URL', 'SECRET_KEY', 'SMTP_URL'],
    ],
    ['half a bucket', [], without('S3_ACCESS_KEY_ID', 'S3_BUCKET'), ['S3_BUCKET', 'S3_ACCESS_KEY_ID']],
    [
      'a key without its bucket',
      arg,
      { S3_ACCESS_KEY_ID: 'key' },
      ['S3_ENDPOINT', 'S3_BUCKET', 'S3_SECRET_ACCESS_KEY'],
    ],
    ['mail without a sender', [], without('MAIL_FROM'), ['MAIL_FROM']],
    ['half of Google', arg, { GOOGLE_CLIENT_ID: 'a' }, ['GOOGLE_CLIENT_SECRET']],
    ['half of GitHub', arg, { GITHUB_CLIENT_SECRET: 'hidden' }, ['GITHUB_CLIENT_ID']],
    [
      'an address that anybody can read',
      [],
      { ...STUDIO, PUBLIC_URL: 'http://cloud.example.com' },
      ['PUBLIC_URL'],
    ],
    ['an address with a path', [], { ...STUDIO, PUBLIC_URL: 'https://example.com/cloud' }, ['PUBLIC_URL']],
    ['https, and nobody who speaks it', [], without('TRUSTED_PROXIES'), ['TRUSTED_PROXIES']],
    [
      'others who say who is there, readable on the way',
      arg,
      { GOOGLE_ISSUER: 'http://accounts.example.com', GITHUB_API_URL: 'http://api.example.com' },
      ['GOOGLE_ISSUER', 'GITHUB_API_URL'],
    ],
    ['a secret that is short', [], { ...STUDIO, SECRET_KEY: 'aGlkZGVu' }, ['SECRET_KEY']],
    ['a failpoint that there is not', arg, { GESSO_FAILPOINT: 'nowhere' }, ['GESSO_FAILPOINT']],
    [
      'everything at once',
      ['--role', 'queen', '--port', 'x'],
      {
        ...without('MAIL_FROM'),
        SECRET_KEY: 'hidden',
        TRUSTED_PROXIES: 'many',
        GUESTS: 'maybe',
        S3_BUCKET: '',
        GITHUB_CLIENT_ID: 'a',
      },
      [
        'TRUSTED_PROXIES',
        'SECRET_KEY',
        'GUESTS',
        '--role',
        '--port',
        'MAIL_FROM',
        'S3_BUCKET',
        'GITHUB_CLIENT_SECRET',
      ],
    ],
  ];
  it.each(cases)('with %s is refused by name, and no value is repeated', (_, args, environment, faults) => {
    expect(faultsOf(args, environment)).toEqual(faults);
  });
});
