import type { Decoder } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import type { AccessLog } from './access-log.ts';
import type { Gate } from './gate.ts';
import type { ObjectStore } from './object-store.ts';

export interface ObjectParts {
  readonly database: Database;
  readonly store: ObjectStore;
  /** Made with `UPLOAD_LIMITS`, or stricter. */
  readonly decoder: Decoder;
  readonly access: AccessLog;
  readonly gate: Gate;
  readonly deps: Deps;
}
