import type { DocumentRecord, Guide } from './records.ts';

/** With these guides and no others; the same record when they are the same. */
export function placeGuides(document: DocumentRecord, guides: readonly Guide[]): DocumentRecord {
  const { guides: before = [], ...rest } = document;
  if (JSON.stringify(before) === JSON.stringify(guides)) return document;
  return guides.length === 0 ? rest : { ...rest, guides };
}
