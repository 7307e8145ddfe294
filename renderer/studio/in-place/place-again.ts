import { create } from 'zustand';
import type { Place } from '../../../shared/contracts/desktop/index.ts';

/** Where a run took effect whose request went back into the form. The frame stands there again, if its document is open. */
export const usePlaceAgain = create<{ readonly place: Place | null }>(() => ({ place: null }));
