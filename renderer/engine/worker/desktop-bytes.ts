import type { FlatAnswer, JournalAnswer, SaveAnswer } from '../../../shared/contracts/desktop/index.ts';
import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import { straightRgba } from '../ora/png/own-png.ts';
import type { FileWish, SaveOutcome } from '../protocol/index.ts';
import type { KeeperParts } from './keep-journal.ts';
import type { PicturePixels } from './open-picture.ts';
import { type JournalFrame, readFrames } from './read-frames.ts';

/** What the engine's worker fetches from the desktop and sends to it, beside the window's own socket. */
export interface DesktopBytes {
  /** Rejects when the desktop is away. */
  append: (documentId: string, ...entry: Parameters<KeeperParts['put']>) => ReturnType<KeeperParts['put']>;
  /** Null when it cannot be had. */
  journal(documentId: string): Promise<KeptJournal | null>;
  /**
   * Puts a base in the place of everything up to `sequence`; `aside` keeps a copy of all that was there. Rejects when the
   * desktop is away.
   */
  putBase(
    documentId: string,
    sequence: number,
    base: Blob,
    how: { readonly aside: boolean },
  ): Promise<JournalAnswer>;
  /** Writes the person's file. Rejects when the desktop is away. */
  saveFile(documentId: string, sequence: number, wish: FileWish, file: Blob): Promise<SaveOutcome>;
  /** Keeps the flattened picture for an export. Rejects when the desktop is away. */
  keepFlattened(documentId: string, png: Blob): Promise<FlatAnswer>;
  /** Keeps a file with layers for an export. Rejects when the desktop is away. */
  keepLayered(documentId: string, format: LayeredFormat, file: Blob): Promise<FlatAnswer>;
  /** The person's file as it stands; null when it cannot be had. */
  file(documentId: string): Promise<Uint8Array | null>;
  /** A library picture for work: upright, sRGB, straight RGBA. Null when its file is gone. */
  picture(sha256: string): Promise<PicturePixels | null>;
  /** The same as a PNG file, for whoever decodes it elsewhere. */
  pictureFile(sha256: string): Promise<Uint8Array | null>;
  /** What was sent of a document for a run, as PNG files; null when it is not on this computer any more. */
  frameFiles(frameId: string): Promise<FrameFiles | null>;
}

/** The window as it was, and what of it the run may change. */
export interface FrameFiles {
  readonly original: Uint8Array;
  readonly mask: Uint8Array;
}

/** What the desktop has of a document's steps. */
export interface KeptJournal {
  readonly frames: AsyncIterable<JournalFrame> | Iterable<JournalFrame>;
  /** Of the last entry. */
  readonly sequence: number;
  /** Its base is not whole: nothing is kept behind it until there is another. */
  readonly damaged: boolean;
  /** Where the whole of it is, when its end was cut off because of damage; null when nothing was. */
  readonly copy: string | null;
}

export function createDesktopBytes(fetchBytes: typeof fetch): DesktopBytes {
  const fileAt = async (address: string): Promise<Uint8Array | null> => {
    const answer = await fetchBytes(address).catch(() => null);
    return answer?.ok === true ? bytesOf(answer) : null;
  };
  return {
    async append(documentId, after, entry) {
      const answer = await fetchBytes(`/documents/${documentId}/journal?after=${after}`, {
        method: 'PUT',
        body: entry,
      });
      // Our own server's answer, of our own type.
      return (await answer.json()) as Awaited<ReturnType<KeeperParts['put']>>;
    },
    async journal(documentId) {
      const answer = await fetchBytes(`/documents/${documentId}/journal`).catch(() => null);
      if (answer?.ok !== true) return null;
      const { headers } = answer;
      const copy = headers.get('gesso-copy');
      return {
        frames: readFrames(chunksOf(answer)),
        sequence: Number(headers.get('gesso-sequence')),
        damaged: headers.get('gesso-damaged') === 'true',
        copy: copy === null ? null : decodeURIComponent(copy),
      };
    },
    async putBase(documentId, sequence, base, { aside }) {
      const query = new URLSearchParams({ sequence: String(sequence), aside: String(aside) });
      const answer = await fetchBytes(`/documents/${documentId}/base?${query}`, {
        method: 'PUT',
        body: base,
      });
      return (await answer.json()) as JournalAnswer;
    },
    async saveFile(documentId, sequence, { ticket, force }, file) {
      const query = new URLSearchParams({ sequence: String(sequence) });
      if (ticket !== null) query.set('ticket', ticket);
      if (force) query.set('force', 'true');
      const answer = await fetchBytes(`/documents/${documentId}/file?${query}`, {
        method: 'PUT',
        body: file,
      });
      return (await answer.json()) as SaveAnswer;
    },
    async keepFlattened(documentId, png) {
      const answer = await fetchBytes(`/documents/${documentId}/flattened?sequence=0`, {
        method: 'PUT',
        body: png,
      });
      return (await answer.json()) as FlatAnswer;
    },
    file: (documentId) => fileAt(`/documents/${documentId}/file`),
    async keepLayered(documentId, format, file) {
      const query = new URLSearchParams({ sequence: '0', format });
      const answer = await fetchBytes(`/documents/${documentId}/layered?${query}`, {
        method: 'PUT',
        body: file,
      });
      return (await answer.json()) as FlatAnswer;
    },
    async picture(sha256) {
      const bytes = await fileAt(`/work/${sha256}`);
      return bytes === null ? null : straightRgba(bytes);
    },
    pictureFile: (sha256) => fileAt(`/work/${sha256}`),
    async frameFiles(frameId) {
      const address = `/frames/${encodeURIComponent(frameId)}`;
      const [original, mask] = await Promise.all([fileAt(`${address}/original`), fileAt(`${address}/mask`)]);
      return original === null || mask === null ? null : { original, mask };
    },
  };
}

async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Not to be waited for: what is not read any more is not wanted either.
    void reader.cancel().catch(() => undefined);
  }
}

/** Null when it broke off, or is more than fits into memory. */
function bytesOf(answer: Response): Promise<Uint8Array | null> {
  return answer.arrayBuffer().then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
}
