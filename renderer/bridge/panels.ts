import { create } from 'zustand';
import { hasCommand, isCovered } from '../ui/index.ts';

/** What floats over any view and is opened from several places. */
interface Panels {
  readonly jobs: boolean;
  readonly palette: boolean;
  /** The picture that is being exported. */
  readonly exporting: string | null;
  /** What is asked about the open document, or for the next one. */
  readonly document: DocumentPanel | null;
}

export type DocumentPanel = 'new' | 'recent' | 'save-as' | 'rename' | 'changed-outside';

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

export function showExport(exporting: string | null): void {
  usePanels.setState({ exporting });
}

export function showDocumentPanel(document: DocumentPanel | null): void {
  usePanels.setState({ document });
}

/** Ctrl Alt Shift W, for the picture at hand. By its place on the keyboard, because Alt makes another letter of it. */
export function exportKey(event: KeyboardEvent, pictureId: string | null): boolean {
  if (!hasCommand(event) || !event.altKey || !event.shiftKey || event.code !== 'KeyW') return false;
  if (pictureId !== null && !isCovered()) showExport(pictureId);
  return true;
}
