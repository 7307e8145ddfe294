import { create } from 'zustand';
import type { ExportOptions } from '../../shared/contracts/desktop/index.ts';
import type { ExportFormat, LayeredFormat } from '../../shared/pictures/index.ts';

/** What the next export begins with. Kept while the window is open and nowhere else. */
interface ExportChoices extends Pick<ExportOptions, 'quality' | 'profile'> {
  /** One with layers is for documents alone. */
  readonly format: ExportFormat | LayeredFormat;
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
