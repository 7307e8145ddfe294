import type { FlatAnswer, JournalAnswer, SaveAnswer } from '../../shared/contracts/desktop/index.ts';

/** What of an opened client the byte routes need. */
interface Door {
  readonly origin: string;
  readonly cookie: string;
}

type Bytes = string | Uint8Array<ArrayBuffer>;

const headers = ({ origin, cookie }: Door) => ({ origin, cookie });

async function put<Answer>(door: Door, path: string, body: Bytes): Promise<Answer & { status: number }> {
  const answer = await fetch(`${door.origin}${path}`, { method: 'PUT', body, headers: headers(door) });
  return { status: answer.status, ...((await answer.json()) as Answer) };
}

/** One journal entry, as the engine's worker sends it. */
export function putEntry(door: Door, id: string, after: number, body: Bytes) {
  return put<JournalAnswer>(door, `/documents/${id}/journal?after=${after}`, body);
}

export function putBase(door: Door, id: string, sequence: number, entries: readonly string[]) {
  const body = Buffer.concat(
    entries.map((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return Buffer.concat([length, Buffer.from(text)]);
    }),
  );
  return put<JournalAnswer>(door, `/documents/${id}/base?sequence=${sequence}`, Uint8Array.from(body));
}

export function putFile(
  door: Door,
  id: string,
  body: Bytes,
  query: { sequence: number; ticket?: string; force?: boolean },
) {
  const { sequence, ...rest } = query;
  const more = Object.entries(rest).map(([name, value]) => `&${name}=${value}`);
  return put<SaveAnswer>(door, `/documents/${id}/file?sequence=${sequence}${more.join('')}`, body);
}

/** The picture of a document, as the engine's worker sends it before an export. */
export function putFlattened(door: Door, id: string, body: Bytes) {
  return put<FlatAnswer>(door, `/documents/${id}/flattened?sequence=0`, body);
}

export interface ReadJournal {
  readonly base: number;
  readonly last: number;
  readonly damaged: boolean;
  /** `sequence:text` of each frame, in order. */
  readonly entries: readonly string[];
}

/** Reads the frames as the window does: length, CRC, sequence, then the bytes. */
export async function getJournal(door: Door, id: string): Promise<ReadJournal> {
  const answer = await fetch(`${door.origin}/documents/${id}/journal`, { headers: headers(door) });
  if (answer.status !== 200) throw new Error(`the journal answered ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const entries: string[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const length = bytes.readUInt32LE(at);
    entries.push(`${bytes.readUInt32LE(at + 8)}:${bytes.toString('utf8', at + 12, at + 12 + length)}`);
    at += 12 + length;
  }
  return {
    base: Number(answer.headers.get('gesso-base-sequence')),
    last: Number(answer.headers.get('gesso-sequence')),
    damaged: answer.headers.get('gesso-damaged') === 'true',
    entries,
  };
}

export async function getFile(door: Door, id: string): Promise<string | null> {
  const answer = await fetch(`${door.origin}/documents/${id}/file`, { headers: headers(door) });
  return answer.status === 200 ? answer.text() : null;
}
