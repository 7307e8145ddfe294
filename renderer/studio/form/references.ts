import type { Picture, Reference, ReferenceRole } from '../../../shared/contracts/desktop/index.ts';
import { changeForm, useForm } from './form-store.ts';

/** The roles in the order they are offered. */
export const ROLES: readonly ReferenceRole[] = ['source', 'subject', 'style', 'palette'];

/** Adds pictures that are not among the references yet; the contract's own bound holds. */
export function addReferences(pictures: readonly Pick<Picture, 'id'>[], role: ReferenceRole): void {
  let references = useForm.getState().references;
  for (const { id } of pictures) {
    if (references.some(({ pictureId }) => pictureId === id)) continue;
    references = withRole([...references, { pictureId: id, role: 'subject' }], id, role);
  }
  changeForm({ references: references.slice(0, REFERENCES_MAX) });
}

const REFERENCES_MAX = 16;

export function changeRole(pictureId: string, role: ReferenceRole): void {
  changeForm({ references: withRole(useForm.getState().references, pictureId, role) });
}

export function removeReference(pictureId: string): void {
  changeForm({
    references: useForm.getState().references.filter((reference) => reference.pictureId !== pictureId),
  });
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
