import { describe, expect, it } from 'vitest';
import { BadArguments, readConfig } from './config.ts';

describe('the address of the cloud', () => {
  it.each([
    [[], {}, null],
    [[], { GESSO_CLOUD_URL: '' }, null],
    [[], { GESSO_CLOUD_URL: 'off' }, null],
    [[], { GESSO_CLOUD_URL: 'https://cloud.example/' }, 'https://cloud.example'],
    [['--cloud', 'off'], { GESSO_CLOUD_URL: 'https://cloud.example' }, null],
    [['--cloud', 'https://one.example'], { GESSO_CLOUD_URL: 'https://other.example' }, 'https://one.example'],
    [['--cloud', 'https://Studio.Example:8443/gesso//'], {}, 'https://studio.example:8443/gesso'],
    [['--cloud', 'https://studio.example:443'], {}, 'https://studio.example'],
    [['--cloud', 'http://localhost:8787'], {}, 'http://localhost:8787'],
    [['--cloud', 'http://127.0.0.1:8787/'], {}, 'http://127.0.0.1:8787'],
    [['--cloud', 'http://[::1]:8787'], {}, 'http://[::1]:8787'],
  ])('%o with %o is %o', (args, environment, expected) => {
    expect(readConfig(args, environment).cloudUrl).toBe(expected);
  });

  it.each([
    [['--cloud', '']],
    [['--cloud', 'cloud.example']],
    [['--cloud', 'http://cloud.example']],
    [['--cloud', 'http://localhost.example']],
    [['--cloud', 'http://127.0.0.1.example']],
    [['--cloud', 'http://192.168.1.4:8787']],
    [['--cloud', 'ftp://localhost']],
    [['--cloud', 'file:///etc/passwd']],
    [['--cloud', 'https://me:word@cloud.example']],
    [['--cloud', 'https://cloud.example/?a=b']],
    [['--cloud', 'https://cloud.example/#a']],
    [['--cloud', 'on']],
  ])('%o is refused with a sentence that names it', (args) => {
    expect(() => readConfig(args, {})).toThrow(BadArguments);
    expect(() => readConfig(args, {})).toThrow(/--cloud takes .*"/);
    const [, url = ''] = args;
    if (url !== '')
      expect(() => readConfig([], { GESSO_CLOUD_URL: url })).toThrow(/GESSO_CLOUD_URL takes .*"/);
  });
});
