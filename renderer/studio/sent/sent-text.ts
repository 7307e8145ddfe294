import type { SentRequest } from '../../../shared/contracts/desktop/index.ts';
import { formatBytes, say } from '../../text/index.ts';

export type Sent = Extract<SentRequest, { kind: 'request' }>;
type File = Extract<Sent['parts'][number], { kind: 'file' }>;

/** A value as it will be, or that it is made when it is sent. */
export function valueText(value: string | null): string {
  return value ?? say('studio:sent.generated');
}

export function fileText({ fileName, mediaType, sizeBytes }: File): string {
  return say('studio:sent.file', { fileName, mediaType, size: formatBytes(sizeBytes) });
}

/** The whole request as plain text, for the clipboard. */
export function sentText({ method, url, headers, parts }: Sent): string {
  const lines = [
    `${method} ${url}`,
    ...headers.map(({ name, value }) => `${name}: ${valueText(value)}`),
    '',
    ...parts.map((part) => `${part.name}: ${part.kind === 'file' ? fileText(part) : valueText(part.value)}`),
  ];
  return `${lines.join('\n')}\n`;
}
