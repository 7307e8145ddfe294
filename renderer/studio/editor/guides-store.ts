import { create } from 'zustand';
import type { Guide } from '../../../shared/document/index.ts';
import { runCommand } from './editor-acts.ts';

/** Whether guides are seen. Kept while the window is open; a document says only where they are. */
export const useGuides = create<{ readonly shown: boolean }>(() => ({ shown: true }));

export function toggleGuides(): void {
  useGuides.setState(({ shown }) => ({ shown: !shown }));
}

/** One that is made is seen. */
export function addGuide(guide: Guide): void {
  useGuides.setState({ shown: true });
  runCommand({ kind: 'add-guide', guide });
}

/** All at once, and undo brings all back. */
export function clearGuides(): void {
  runCommand({ kind: 'clear-guides' });
}
