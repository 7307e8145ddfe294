export { patientSocket } from '../platform/patient-socket.ts';
export type { Database, Queryable } from './database.ts';
export { asOutage, isTaken } from './failures.ts';
export { FolderTaken } from './folder-lock.ts';
export { knownMigrations, MigrationRefused, migrate, rowsOf } from './migrate.ts';
export { type EmbeddedDatabase, openPglite } from './open-pglite.ts';
export { openPostgres } from './open-postgres.ts';
export {
  acceptances,
  accounts,
  codes,
  identities,
  limits,
  securityEvents,
  signIns,
  tickets,
} from './schema/accounts.ts';
export { oauthRecords, refreshAnswers, sessions, signingKeys } from './schema/oauth.ts';
export { objects } from './schema/objects.ts';
