import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, escaped, failure, unescaped, xml } from './answers.ts';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly type: string;
  readonly modifiedMs: number;
}

export interface Asked {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly nowMs: number;
}

const LIST_MAX = 1000;
const DELETE_MAX = 1000;
const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** What a bucket does with a request that was let in. */
export function perform(
  objects: Map<string, StoredObject>,
  asked: Asked,
  undeletable: RegExp | null,
): Answer {
  const { method, key, query } = asked;
  if (key === '') {
    if (method === 'HEAD') return { status: 200 };
    if (method === 'GET' && query.get('list-type') === '2') return list(objects, query);
    if (method === 'POST' && query.has('delete')) return deleteMany(objects, asked, undeletable);
    return failure('NotImplemented');
  }
  if (method === 'PUT') return put(objects, asked);
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  const found = objects.get(key);
  if (method !== 'GET' && method !== 'HEAD') return failure('NotImplemented');
  if (found === undefined) return method === 'HEAD' ? { status: 404 } : failure('NoSuchKey');
  return {
    status: 200,
    headers: {
      'content-type': query.get('response-content-type') ?? found.type,
      etag: etagOf(found.bytes),
      'last-modified': new Date(found.modifiedMs).toUTCString(),
      'content-length': String(found.bytes.length),
      ...optional('content-disposition', query.get('response-content-disposition')),
      ...optional('cache-control', query.get('response-cache-control')),
    },
    body: found.bytes,
  };
}

function put(objects: Map<string, StoredObject>, { key, headers, body, nowMs }: Asked): Answer {
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length === undefined) return failure('MissingContentLength');
  if (headers['x-amz-copy-source'] !== undefined) return failure('NotImplemented');
  if (headers['if-none-match'] === '*' && objects.has(key)) return failure('PreconditionFailed');
  const type = headers['content-type'] ?? 'binary/octet-stream';
  objects.set(key, { bytes: body, type, modifiedMs: nowMs });
  return { status: 200, headers: { etag: etagOf(body) } };
}

function list(objects: Map<string, StoredObject>, query: URLSearchParams): Answer {
  if ((query.get('delimiter') ?? '') !== '') return failure('NotImplemented');
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const most = Math.min(LIST_MAX, Number(query.get('max-keys') ?? LIST_MAX));
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, most);
  const contents = page.map((key) => {
    const found = objects.get(key);
    const size = found?.bytes.length ?? 0;
    const modified = new Date(found?.modifiedMs ?? 0).toISOString();
    return `<Contents><Key>${escaped(key)}</Key><LastModified>${modified}</LastModified><Size>${size}</Size></Contents>`;
  });
  const last = page.at(-1);
  const more = keys.length > page.length && last !== undefined;
  return xml(
    200,
    `<ListBucketResult><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys>
    <IsTruncated>${more}</IsTruncated>
    ${more ? `<NextContinuationToken>${escaped(last)}</NextContinuationToken>` : ''}
    ${contents.join('')}</ListBucketResult>`,
  );
}

function deleteMany(
  objects: Map<string, StoredObject>,
  { body, headers }: Asked,
  undeletable: RegExp | null,
): Answer {
  const vouched =
    headers['content-md5'] ?? headers['x-amz-checksum-crc32'] ?? headers['x-amz-sdk-checksum-algorithm'];
  if (vouched === undefined) return failure('InvalidRequest', 'A batch needs a checksum.');
  const text = body.toString('utf8');
  const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => unescaped(match[1] ?? ''));
  if (keys.length === 0 || keys.length > DELETE_MAX) return failure('MalformedXML');
  const results = keys.map((key) => {
    if (undeletable?.test(key) === true)
      return `<Error><Key>${escaped(key)}</Key><Code>InternalError</Code><Message>not now</Message></Error>`;
    objects.delete(key);
    return text.includes('<Quiet>true</Quiet>') ? '' : `<Deleted><Key>${escaped(key)}</Key></Deleted>`;
  });
  return xml(200, `<DeleteResult>${results.join('')}</DeleteResult>`);
}

function optional(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value };
}
