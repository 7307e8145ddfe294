import type { Decoder } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import type { AccessLog } from './access-log.ts';
import { createCommands, type ObjectCommands } from './commands.ts';
import { createGate } from './gate.ts';
import { createJobs, type ObjectJobs } from './jobs.ts';
import type { ObjectStore } from './object-store.ts';
import { createProfilePictures, type ProfilePictures } from './profile-pictures.ts';

export interface Objects {
  readonly commands: ObjectCommands;
  readonly jobs: ObjectJobs;
  readonly pictures: ProfilePictures;
}

export interface ObjectsOptions {
  readonly database: Database;
  readonly store: ObjectStore;
  /** Made with `UPLOAD_DECODER`. */
  readonly decoder: Decoder;
  readonly access: AccessLog;
  readonly deps: Deps;
}

/** Uploads that are looked at at once: each is held in memory as a whole, and the decoder has two children. */
const CHECKS_MOST = 3;
const WAITING_MOST = 60;

export function createObjects(options: ObjectsOptions): Objects {
  const parts = { ...options, gate: createGate(CHECKS_MOST, WAITING_MOST) };
  return {
    commands: createCommands(parts),
    jobs: createJobs(parts),
    pictures: createProfilePictures(options.store, options.decoder, options.deps.random),
  };
}
