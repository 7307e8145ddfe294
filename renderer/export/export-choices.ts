import { create } from 'zustand';
import type { ExportOptions } from '../../shared/contracts/desktop/index.ts';

/** What the next export begins with. Kept while the window is open and nowhere else. */
interface ExportChoices extends Pick<ExportOptions, 'format' | 'quality' | 'profile'> {
  /** Null is the folder beside the library. */
  readonly folder: string | null;
}

export const useExportChoices = create<ExportChoices>(() => ({
  format: 'png',
  quality: 90,
  profile: 'keep',
  folder: null,
}));

export function choose(change: Partial<ExportChoices>): void {
  useExportChoices.setState(change);
}
