import { create } from 'zustand';
import { hasCommand, isCovered } from '../ui/index.ts';

/** What floats over any view and is opened from several places. */
interface Panels {
  readonly jobs: boolean;
  readonly palette: boolean;
  readonly exporting: Exporting | null;
  /** What is asked about the open document, or for the next one. */
  readonly document: DocumentPanel | null;
}

/** What an export is of: a picture of the library, or the open document as it is seen. */
export type Exporting = { readonly kind: 'picture'; readonly id: string } | { readonly kind: 'document' };

export type DocumentPanel =
  | 'new'
  | 'recent'
  | 'save-as'
  | 'rename'
  | 'changed-outside'
  | 'save-question'
  | 'guide';

export const usePanels = create<Panels>(() => ({
  jobs: false,
  palette: false,
  exporting: null,
  document: null,
}));

export function showJobs(jobs: boolean): void {
  usePanels.setState({ jobs });
}

export function showPalette(palette: boolean): void {
  usePanels.setState({ palette });
}

export function showExport(exporting: Exporting | null): void {
  usePanels.setState({ exporting });
}

export function showDocumentPanel(document: DocumentPanel | null): void {
  usePanels.setState({ document });
}

export function ofPicture(id: string | null): Exporting | null {
  return id === null ? null : { kind: 'picture', id };
}

/** Ctrl Alt Shift W, for what is at hand. By its place on the keyboard, because Alt makes another letter of it. */
export function exportKey(event: KeyboardEvent, exporting: Exporting | null): boolean {
  if (!hasCommand(event) || !event.altKey || !event.shiftKey || event.code !== 'KeyW') return false;
  if (exporting !== null && !isCovered()) showExport(exporting);
  return true;
}
