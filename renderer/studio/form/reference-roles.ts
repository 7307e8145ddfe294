import type { Picture, Reference, ReferenceRole } from '../../../shared/contracts/desktop/index.ts';

/** The contract's own bound. */
const REFERENCES_MAX = 16;

/** Pictures that are not among the references yet go in while there is room; one without a place takes no role away. */
export function withAdded(
  before: readonly Reference[],
  pictures: readonly Pick<Picture, 'id'>[],
  role: ReferenceRole,
): readonly Reference[] {
  let references = before;
  for (const { id } of pictures) {
    if (references.length >= REFERENCES_MAX || references.some(({ pictureId }) => pictureId === id)) continue;
    references = withRole([...references, { pictureId: id, role: 'subject' }], id, role);
  }
  return references;
}

/** Only one picture is the one that is edited: the one that was becomes a subject beside it. */
export function withRole(
  references: readonly Reference[],
  pictureId: string,
  role: ReferenceRole,
): readonly Reference[] {
  return references.map((reference) => {
    if (reference.pictureId === pictureId) return { pictureId, role };
    return role === 'source' && reference.role === 'source' ? { ...reference, role: 'subject' } : reference;
  });
}
