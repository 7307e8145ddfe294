import { create } from 'zustand';

/** What floats over any view and is opened from several places. */
interface Panels {
  readonly jobs: boolean;
  readonly palette: boolean;
}

export const usePanels = create<Panels>(() => ({ jobs: false, palette: false }));

export function showJobs(jobs: boolean): void {
  usePanels.setState({ jobs });
}

export function showPalette(palette: boolean): void {
  usePanels.setState({ palette });
}
