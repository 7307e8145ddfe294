import { app } from './app.ts';
import { candidates, generations } from './generations.ts';
import { library } from './library.ts';
import { providers } from './providers.ts';
import { settings } from './settings.ts';

/** Everything the window can ask of the desktop, over one WebSocket. */
export const desktopContract = { app, settings, generations, candidates, library, providers };
export type DesktopContract = typeof desktopContract;

export {
  type AppState,
  type Change,
  NOUNS,
  type Noun,
  type Progress,
  TROUBLES,
  type Trouble,
} from './app.ts';
export { OUTAGE_REASONS, type OutageData, type OutageReason } from './common.ts';
export {
  type CandidateSet,
  type GenerationInput,
  generationInput,
  JOB_STATES,
  type Job,
  type JobState,
  NEGATIVE_MAX_CHARS,
  PROMPT_MAX_CHARS,
} from './generations.ts';
export type { LibraryQuery, Picture, PictureDetails } from './library.ts';
export type { ProviderState } from './providers.ts';
export { type Settings, SURROUNDS, settingsSchema, THEMES } from './settings.ts';
