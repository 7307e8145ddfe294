import { customType, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { timeMs } from './accounts.ts';

/** Both drivers give bytes as something that is a Uint8Array; PGlite's is no Buffer. */
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
});

export const sessions = pgTable('sessions', {
  id: uuid('id').primaryKey(),
  accountId: uuid('account_id').notNull(),
  clientId: text('client_id').notNull(),
  device: text('device').notNull(),
  platform: text('platform', { enum: ['linux', 'darwin', 'win32', 'unknown'] }).notNull(),
  network: text('network'),
  madeAtMs: timeMs('made_at_ms').notNull(),
  startedAtMs: timeMs('started_at_ms'),
  lastUsedAtMs: timeMs('last_used_at_ms'),
  endedAtMs: timeMs('ended_at_ms'),
  endedWhy: text('ended_why', {
    enum: ['signed-out', 'elsewhere', 'reused', 'closed', 'replaced', 'unused'],
  }),
});

export const oauthRecords = pgTable(
  'oauth_records',
  {
    model: text('model').notNull(),
    id: text('id').notNull(),
    payload: jsonb('payload').notNull(),
    grantId: text('grant_id'),
    uid: text('uid'),
    consumedAtMs: timeMs('consumed_at_ms'),
    expiresAtMs: timeMs('expires_at_ms'),
  },
  (table) => [primaryKey({ columns: [table.model, table.id] })],
);

export const refreshAnswers = pgTable('refresh_answers', {
  tokenHash: text('token_hash').primaryKey(),
  grantId: text('grant_id').notNull(),
  sealed: bytes('sealed').notNull(),
  expiresAtMs: timeMs('expires_at_ms').notNull(),
});

export const signingKeys = pgTable('signing_keys', {
  kid: text('kid').primaryKey(),
  sealed: bytes('sealed').notNull(),
  createdAtMs: timeMs('created_at_ms').notNull(),
});
