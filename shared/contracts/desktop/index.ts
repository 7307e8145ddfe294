import { account } from './account.ts';
import { app } from './app.ts';
import { documents } from './documents.ts';
import { candidates, generations } from './generations.ts';
import { library } from './library.ts';
import { providers } from './providers.ts';
import { settings } from './settings.ts';

/** Everything the window can ask of the desktop, over one WebSocket. */
export const desktopContract = {
  app,
  account,
  settings,
  generations,
  candidates,
  library,
  documents,
  providers,
};
export type DesktopContract = typeof desktopContract;

export type { AccountState, CloudAway } from './account.ts';
export type {
  AppState,
  Change,
  Noun,
  Progress,
  Trouble,
} from './app.ts';
export type { OutageData, OutageReason } from './common.ts';
export type {
  DocumentSummary,
  DocumentTrouble,
  FlatAnswer,
  JournalAnswer,
  SaveAnswer,
} from './documents.ts';
export type { ExportOptions } from './exports.ts';
export {
  type CandidateSet,
  type FrameAnswer,
  type GenerationInput,
  type Job,
  type JobState,
  type KeptProof,
  NEGATIVE_MAX_CHARS,
  type Place,
  PROMPT_MAX_CHARS,
  type Reference,
  type ReferenceRole,
  type SentRequest,
  type Spending,
} from './generations.ts';
export type { ImportAnswer, LibraryQuery, Picture, PictureDetails } from './library.ts';
export type { AddressRefusal, KeychainTrouble, ProviderState } from './providers.ts';
export { type Settings, settingsSchema } from './settings.ts';
