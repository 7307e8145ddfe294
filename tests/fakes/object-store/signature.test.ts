import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readBody } from './read-body.ts';
import { type Admitted, admit, type Signed } from './signature.ts';

// The examples that the signature's own documentation works through, with its made-up keys.
const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const AT = Date.UTC(2013, 4, 24);
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';

const presigned: Signed = {
  method: 'GET',
  target: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(CREDENTIAL)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};

const chunked: Signed = {
  method: 'PUT',
  target: '/examplebucket/chunkObject.txt',
  headers: {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
  },
};

const CHUNKS = [
  [65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
  [1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
  [0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
] as const;

function bodyOf(letter: string): string {
  return CHUNKS.map(
    ([size, signature]) => `${size.toString(16)};chunk-signature=${signature}\r\n${letter.repeat(size)}\r\n`,
  ).join('');
}

async function read(body: string): Promise<Buffer | string> {
  const request = new IncomingMessage(new Socket());
  request.headers = { ...chunked.headers };
  request.push(body);
  request.push(null);
  return readBody(request, admit(chunked, KEYS, AT) as Admitted);
}

test('the documented address is let in, and is let in no longer than it says', () => {
  expect(admit(presigned, KEYS, AT)).toMatchObject({ presigned: true });
  expect(admit(presigned, KEYS, AT + 86_400_000)).toMatchObject({ presigned: true });
  expect(admit(presigned, KEYS, AT + 86_401_000)).toMatchObject({ message: 'Request has expired' });
});

test('the documented upload in chunks is read, and one other letter is noticed', async () => {
  expect(await read(bodyOf('a'))).toHaveLength(66_560);
  expect(await read(bodyOf('b'))).toBe('SignatureDoesNotMatch');
  expect(await read(bodyOf('a').slice(0, -700))).toBe('IncompleteBody');
});

test.each<[string, Signed]>([
  ['another path', { ...presigned, target: presigned.target.replace('test', 'best') }],
  ['another method', { ...presigned, method: 'PUT' }],
  ['a longer life', { ...presigned, target: presigned.target.replace('86400', '86401') }],
  ['another host', { ...presigned, headers: { host: 'elsewhere.test' } }],
  ['one more parameter', { ...presigned, target: `${presigned.target}&response-content-type=text/html` }],
  [
    'a steering header that is not signed',
    { ...presigned, headers: { ...presigned.headers, 'x-amz-acl': 'public-read' } },
  ],
  ['no signature', { ...presigned, target: '/test.txt' }],
  ['a stranger', { ...presigned, target: presigned.target.replace('AKIA', 'BKIA') }],
  ['a header that was changed', { ...chunked, headers: { ...chunked.headers, 'content-length': '66825' } }],
])('%s is turned away', (_name, request) => {
  expect(admit(request, KEYS, AT)).toHaveProperty('code');
});
