import type { Picture, ReferenceRole } from '../../../shared/contracts/desktop/index.ts';
import { changeForm, useForm } from './form-store.ts';
import { withAdded, withRole } from './reference-roles.ts';

/** The roles in the order they are offered. */
export const ROLES: readonly ReferenceRole[] = ['source', 'subject', 'style', 'palette'];

/** Adds pictures while there is room, and says how many went in. */
export function addReferences(pictures: readonly Pick<Picture, 'id'>[], role: ReferenceRole): number {
  const before = useForm.getState().references;
  const references = withAdded(before, pictures, role);
  changeForm({ references });
  return references.length - before.length;
}

export function changeRole(pictureId: string, role: ReferenceRole): void {
  changeForm({ references: withRole(useForm.getState().references, pictureId, role) });
}

export function removeReference(pictureId: string): void {
  changeForm({
    references: useForm.getState().references.filter((reference) => reference.pictureId !== pictureId),
  });
}
