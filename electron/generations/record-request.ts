import type { GenerationProvider, ProviderRequest } from '../../providers/contract/index.ts';
import type { SentRequest } from '../../shared/contracts/desktop/index.ts';

type Recorded = Extract<SentRequest, { kind: 'request' }>;
type Part = Recorded['parts'][number];

/** Stands in the place of a key, so that no key is needed and none can be shown. */
export const KEY_STAND_IN = 'key-stand-in-of-no-one';
const DOTS = '••••••••';
/** One form's boundary is drawn at random; the other values of that header are not. */
const BOUNDARY = /boundary=.*$/;

export interface RecordParts {
  /** The real adapter, on another way out; null where there is none. */
  readonly adapterOver: (way: typeof fetch) => GenerationProvider | null;
  readonly request: ProviderRequest;
  /** The run would draw a seed of its own. */
  readonly drawsSeed: boolean;
  /** A key would go along. */
  readonly keyed: boolean;
}

/**
 * What an adapter would put on the wire, caught on its way out; nothing leaves. It is asked twice, as two runs would
 * ask it: what differs is made when it is sent, and is null here. Null when the adapter sends nothing at all.
 */
export async function recordRequest(parts: RecordParts): Promise<Recorded | null> {
  const first = await recordOnce(parts, 1);
  const second = await recordOnce(parts, 2);
  if (first === null || second === null) return null;
  return {
    ...first,
    headers: first.headers.map((header) => ({
      ...header,
      value: same(header.value, second.headers.find(({ name }) => name === header.name)?.value),
    })),
    parts: first.parts.map((part, at) => {
      if (part.kind === 'file') return part;
      const again = second.parts[at];
      return { ...part, value: same(part.value, again?.kind === 'field' ? again.value : undefined) };
    }),
  };
}

function same(value: string | null, again: string | null | undefined): string | null {
  return value === again ? value : null;
}

async function recordOnce(parts: RecordParts, time: number): Promise<Recorded | null> {
  const caught: { request: Request; form: FormData | null }[] = [];
  const stop = new AbortController();
  const way: typeof fetch = async (input, init) => {
    caught.push({
      request: new Request(input, init),
      // Read before it becomes bytes: the pictures need not be copied to be listed.
      form: init?.body instanceof FormData ? init.body : null,
    });
    stop.abort();
    throw new Error('recorded, not sent');
  };
  const request = parts.drawsSeed ? { ...parts.request, seed: time } : parts.request;
  const adapter = parts.adapterOver(way);
  if (adapter === null) return null;
  const events = adapter.run(request, {
    key: parts.keyed ? KEY_STAND_IN : null,
    idempotencyKey: `run-${time}`,
    signal: stop.signal,
  });
  for await (const event of events) {
    if (event.kind === 'ended') break;
  }
  const [first] = caught;
  if (first === undefined) return null;
  const { request: sent, form } = first;
  const body = form === null ? jsonFields(await sent.text()) : formParts(form);
  return {
    kind: 'request',
    method: sent.method,
    url: hidden(sent.url),
    headers: [...sent.headers].map(([name, value]) => ({
      name,
      value: hidden(name === 'content-type' ? value.replace(BOUNDARY, 'boundary=…') : value),
    })),
    parts: body,
  };
}

function hidden(text: string): string {
  return text.replaceAll(KEY_STAND_IN, DOTS);
}

function jsonFields(text: string): Part[] {
  if (text === '') return [];
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null) return [field('', body)];
  return Object.entries(body).map(([name, value]) => field(name, value));
}

function field(name: string, value: unknown): Part {
  return { kind: 'field', name, value: hidden(JSON.stringify(value, null, 2)) };
}

function formParts(form: FormData): Part[] {
  return [...form].map(([name, value]) =>
    typeof value === 'string'
      ? // A form's line ends are those of the wire.
        { kind: 'field', name, value: hidden(value.replace(/\r\n|\r|\n/g, '\r\n')) }
      : {
          kind: 'file',
          name,
          fileName: value.name,
          // What the wire says of a file without a type.
          mediaType: value.type === '' ? 'application/octet-stream' : value.type,
          sizeBytes: value.size,
        },
  );
}
