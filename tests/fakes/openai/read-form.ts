/** A multipart form as it came over the wire. */
export interface SeenForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly SeenFile[];
}

export interface SeenFile {
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const DISPOSITION = /^form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)")?$/;

/** Strict: what a lenient parser would mend is null here, because a strict server would not mend it. */
export function readForm(contentType: string, body: Buffer): SeenForm | null {
  const boundary = /^multipart\/form-data; boundary="?([\w'()+,./:=?-]{1,70})"?$/.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const opening = Buffer.from(`--${boundary}\r\n`);
  const between = Buffer.from(`\r\n--${boundary}`);
  if (body.equals(Buffer.from(`--${boundary}--\r\n`))) return { fields: {}, files: [] };
  if (!body.subarray(0, opening.length).equals(opening)) return null;
  const fields: Record<string, string> = {};
  const files: SeenFile[] = [];
  let at = opening.length;
  for (;;) {
    const end = body.indexOf(between, at);
    if (end < 0) return null;
    const part = readPart(body.subarray(at, end));
    if (part === null) return null;
    if ('bytes' in part) files.push(part);
    else if (part.field in fields) return null;
    else fields[part.field] = part.text;
    const after = body.toString('latin1', end + between.length, end + between.length + 2);
    at = end + between.length + 2;
    if (after === '--') return { fields, files };
    if (after !== '\r\n') return null;
  }
}

function readPart(part: Buffer): SeenFile | { readonly field: string; readonly text: string } | null {
  const headerEnd = part.indexOf(HEADER_END);
  if (headerEnd < 0) return null;
  const headers = new Map(
    part
      .toString('utf8', 0, headerEnd)
      .split('\r\n')
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const named = DISPOSITION.exec(headers.get('content-disposition') ?? '');
  const [, field, name] = named ?? [];
  if (field === undefined) return null;
  const bytes = part.subarray(headerEnd + HEADER_END.length);
  if (name === undefined) return { field, text: bytes.toString('utf8') };
  return { field, name, mediaType: headers.get('content-type') ?? '', bytes };
}
