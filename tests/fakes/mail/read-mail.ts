/** A mail as its reader sees it. Addresses and subject are decoded; a part that is not there is null. */
export interface SeenMail {
  /** Those of the envelope, which decide where it goes. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** By lower-case name, unfolded; the last of a name wins. */
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: string;
}

type Content = Pick<SeenMail, 'headers' | 'text' | 'html'>;

/**
 * As much of MIME as a mail of words needs: nested multiparts, quoted-printable and base64, encoded words.
 * @source RFC 5322 section 2.2, RFC 2045 section 6, RFC 2046 section 5.1, RFC 2047
 */
export function readMail(raw: Buffer, envelope: Pick<SeenMail, 'from' | 'to'>): SeenMail {
  // One letter for one byte, so that transfer encodings can be undone before words are made of it.
  const latin = raw.toString('latin1');
  const { headers, text, html } = readPart(latin);
  const subject = decodeWords(headers.get('subject') ?? '');
  return { ...envelope, subject, text, html, headers, raw: raw.toString('utf8') };
}

function readPart(part: string): Content {
  const end = part.indexOf('\r\n\r\n');
  const headers = readHeaders(end < 0 ? part : part.slice(0, end));
  const body = end < 0 ? '' : part.slice(end + 4);
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    const read = parts.map((each) => readPart(each.replace(/^\r\n/, '')));
    return { headers, text: first(read, 'text'), html: first(read, 'html') };
  }
  const words = decodeBody(body, headers.get('content-transfer-encoding') ?? '7bit');
  return {
    headers,
    text: /^text\/plain/i.test(type) ? words : null,
    html: /^text\/html/i.test(type) ? words : null,
  };
}

function first(parts: readonly Content[], kind: 'text' | 'html'): string | null {
  return parts.find((part) => part[kind] !== null)?.[kind] ?? null;
}

function readHeaders(block: string): Map<string, string> {
  const lines = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return quotedPrintable(body.replace(/=\r\n/g, ''));
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

function quotedPrintable(text: string): string {
  const latin = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(latin, 'latin1').toString('utf8');
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : quotedPrintable(word.replaceAll('_', ' ')),
    );
}
