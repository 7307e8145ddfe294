export type { ReadHandle, WriteHandle } from './handles.ts';
export {
  type Database,
  type NounRows,
  type OpenOptions,
  type OpenResult,
  openDatabase,
  type Promised,
} from './open-database.ts';
export { DatabaseOutage, type TroubleCode } from './outage.ts';
export { resumeSearch, suspendSearch } from './search-index.ts';
export {
  type NounProcedures,
  type ReadProcedure,
  serveDatabase,
  type WriteProcedure,
} from './serve-database.ts';
export { type Bindable, execute, selectAll, selectOne } from './statements.ts';
