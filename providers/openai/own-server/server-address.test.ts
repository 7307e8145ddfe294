import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readServerAddress } from '../index.ts';

describe('an address that is taken', () => {
  test.each([
    ['127.0.0.1', 'http://127.0.0.1/v1', 'loopback'],
    ['127.0.0.1:1234', 'http://127.0.0.1:1234/v1', 'loopback'],
    ['  localhost:8080\n', 'http://localhost:8080/v1', 'loopback'],
    ['LOCALHOST:8080/', 'http://localhost:8080/v1', 'loopback'],
    ['http://localhost:80', 'http://localhost/v1', 'loopback'],
    ['https://127.8.9.1/openai/v1/', 'https://127.8.9.1/openai/v1', 'loopback'],
    ['HTTP://127.0.0.1:1234/v1//', 'http://127.0.0.1:1234/v1', 'loopback'],
    ['[::1]:1234', 'http://[::1]:1234/v1', 'loopback'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]/v1', 'loopback'],
    ['10.1.2.3', 'http://10.1.2.3/v1', 'private'],
    ['172.16.0.1', 'http://172.16.0.1/v1', 'private'],
    ['172.31.255.255', 'http://172.31.255.255/v1', 'private'],
    ['192.168.1.20:7860/sd/v1', 'http://192.168.1.20:7860/sd/v1', 'private'],
    ['[fd12:3456::7]:80', 'http://[fd12:3456::7]/v1', 'private'],
    ['http://[FC00::1]/', 'http://[fc00::1]/v1', 'private'],
    ['paintbox.local:1234', 'http://paintbox.local:1234/v1', 'private'],
    ['https://a-b.studio.local/api', 'https://a-b.studio.local/api', 'private'],
  ])('%j', (typed, baseUrl, scope) => {
    expect(readServerAddress(typed)).toEqual({ kind: 'address', baseUrl, scope });
  });
});

/** Each of these could send a person's pictures, or a key, to someone else. */
describe('an address that is refused', () => {
  test.each([
    ['', 'not-an-address'],
    ['   ', 'not-an-address'],
    ['127.0.0.1 :1234', 'not-an-address'],
    ['127.0.0.1\n.evil.example', 'not-an-address'],
    ['http://', 'not-an-address'],
    ['http:///v1', 'not-an-address'],
    ['//127.0.0.1', 'not-an-address'],
    ['/v1', 'not-an-address'],
    ['127.0.0.1:', 'not-an-address'],
    ['127.0.0.1:0', 'not-an-address'],
    ['127.0.0.1:65536', 'not-an-address'],
    ['127.0.0.1:80:80', 'not-an-address'],
    ['127.0.0.1?x=1', 'not-an-address'],
    ['127.0.0.1#x', 'not-an-address'],
    ['127.0.0.1/v1?key=1', 'not-an-address'],
    ['127.0.0.1/../admin', 'not-an-address'],
    ['127.0.0.1/%2e%2e/admin', 'not-an-address'],
    ['127.0.0.1/v1/.', 'not-an-address'],
    ['127.0.0.1\\.evil.example', 'not-an-address'],
    ['http:\\\\127.0.0.1', 'not-an-address'],
    ['localhost.', 'not-an-address'],
    ['127.0.0.1.', 'not-an-address'],
    ['paintbox.local.', 'not-an-address'],
    ['.local', 'not-an-address'],
    ['a..local', 'not-an-address'],
    ['2130706433', 'not-an-address'],
    ['http://0x7f000001', 'not-an-address'],
    ['0x7f.0.0.1', 'not-an-address'],
    ['0177.0.0.1', 'not-an-address'],
    ['127.1', 'not-an-address'],
    ['010.0.0.1', 'not-an-address'],
    ['256.0.0.1', 'not-an-address'],
    ['１２７.0.0.1', 'not-an-address'],
    ['ｌocalhost', 'not-an-address'],
    ['loсalhost', 'not-an-address'],
    ['[::1', 'not-an-address'],
    ['[::1%25lo]', 'not-an-address'],
    ['[::ffff:169.254.169.254]', 'not-an-address'],
    ['[::ffff:127.0.0.1]', 'not-an-address'],
    ['[::127.0.0.1]', 'not-an-address'],
    ['x'.repeat(301), 'not-an-address'],
    ['ftp://127.0.0.1', 'not-http'],
    ['file:///etc/passwd', 'not-http'],
    ['ws://127.0.0.1', 'not-http'],
    ['javascript://127.0.0.1', 'not-http'],
    ['javascript:alert(1)', 'not-an-address'],
    ['http://user:secret@127.0.0.1', 'has-credentials'],
    ['127.0.0.1@evil.example', 'has-credentials'],
    ['http://evil.example@127.0.0.1/', 'has-credentials'],
    ['http://127.0.0.1.evil.example', 'public'],
    ['http://localhost.evil.example', 'public'],
    ['http://evil.local.example', 'public'],
    ['http://notlocal', 'public'],
    ['local', 'public'],
    ['-a.local', 'public'],
    ['https://api.openai.com/v1', 'public'],
    ['8.8.8.8', 'public'],
    ['172.15.0.1', 'public'],
    ['172.32.0.1', 'public'],
    ['192.169.0.1', 'public'],
    ['100.64.0.1', 'public'],
    ['255.255.255.255', 'public'],
    ['[2001:db8::1]', 'public'],
    ['[64:ff9b::a9fe:a9fe]', 'public'],
    ['[2002:7f00:1::]', 'public'],
    ['http://169.254.169.254/latest/meta-data', 'link-local'],
    ['169.254.1.1', 'link-local'],
    ['[fe80::1]', 'link-local'],
    ['[febf::1]:80', 'link-local'],
    ['0.0.0.0:1234', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['[::]:1234', 'unspecified'],
  ])('%j', (typed, why) => {
    expect(readServerAddress(typed)).toEqual({ kind: 'refused', why });
  });
});

test('whatever is typed, what comes out is a plain http address, and reading it again changes nothing', () => {
  const odd = fc.string({ unit: fc.constantFrom(...'0127.9:/@[]%#?\\alocxfe-_ v~'), maxLength: 30 });
  fc.assert(
    fc.property(
      fc.oneof(
        odd,
        fc.webUrl(),
        fc.ipV4(),
        fc.ipV6().map((ip) => `[${ip}]`),
      ),
      (typed) => {
        const read = readServerAddress(typed);
        if (read.kind === 'refused') return;
        expect(new URL(read.baseUrl)).toMatchObject({ username: '', password: '', search: '', hash: '' });
        expect(readServerAddress(read.baseUrl)).toEqual(read);
      },
    ),
    { numRuns: 2000 },
  );
});
