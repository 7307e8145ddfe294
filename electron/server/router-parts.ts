import type { AppState, Change, Progress } from '../../shared/contracts/desktop/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Documents } from '../documents/index.ts';
import type { Frames } from '../frames/index.ts';
import type { Candidates, Generations, Providers } from '../generations/index.ts';
import type { Library } from '../library/index.ts';
import type { Hub } from '../platform/hub.ts';
import type { SettingsNoun } from '../settings/index.ts';

/** The nouns that need an open library. Absent while `app.state` shows trouble. */
export interface Nouns {
  readonly accounts: Accounts;
  readonly settings: SettingsNoun;
  readonly generations: Generations;
  readonly candidates: Candidates;
  readonly providers: Providers;
  readonly library: Library;
  readonly documents: Documents;
  readonly frames: Frames;
}

export interface RouterParts {
  readonly nouns: () => Nouns | null;
  readonly state: () => AppState;
  readonly retryOpen: () => Promise<AppState>;
  /** Null when there is nothing to put aside. */
  readonly setAside: () => Promise<AppState | null>;
  readonly changes: Hub<Change>;
  readonly progress: Hub<Progress>;
  readonly log: Log;
}
