import { serveDatabase } from '../db/index.ts';
import * as documentReads from '../documents/reads.ts';
import * as documentWrites from '../documents/writes.ts';
import * as generationReads from '../generations/reads.ts';
import * as generationWrites from '../generations/writes.ts';
import * as libraryReads from '../library/reads.ts';
import * as sweepReads from '../library/sweep-reads.ts';
import * as libraryWrites from '../library/writes.ts';
import * as settingsReads from '../settings/reads.ts';
import * as settingsWrites from '../settings/writes.ts';

/** The whole of what may be asked of the database. A noun that is not here cannot touch it. */
serveDatabase({
  documents: { reads: documentReads, writes: documentWrites },
  generations: { reads: generationReads, writes: generationWrites },
  library: { reads: { ...libraryReads, ...sweepReads }, writes: libraryWrites },
  settings: { reads: settingsReads, writes: settingsWrites },
});
