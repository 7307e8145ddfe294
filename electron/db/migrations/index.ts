import type { Migration } from '../migration.ts';
import { foundation } from './0001-foundation/step.ts';
import { library } from './0002-library/step.ts';
import { search } from './0003-search/step.ts';
import { documents } from './0004-documents/step.ts';
import { keptProof } from './0005-kept-proof/step.ts';

/** In order, without gaps. A step that has shipped is never edited: the next one mends it. */
export const MIGRATIONS: readonly Migration[] = [foundation, library, search, documents, keptProof];
