import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { UPLOAD_TYPES } from '../../../shared/contracts/cloud/index.ts';
import { timeMs } from './accounts.ts';

export const objects = pgTable('objects', {
  id: uuid('id').primaryKey(),
  accountId: uuid('account_id').notNull(),
  generationId: uuid('generation_id').notNull(),
  key: text('key').notNull().unique(),
  type: text('type', { enum: UPLOAD_TYPES }).notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  width: integer('width'),
  height: integer('height'),
  state: text('state', { enum: ['awaited', 'stored', 'deleted'] }).notNull(),
  createdAtMs: timeMs('created_at_ms').notNull(),
  storedAtMs: timeMs('stored_at_ms'),
  expiresAtMs: timeMs('expires_at_ms').notNull(),
  deletedAtMs: timeMs('deleted_at_ms'),
  leftoversAtMs: timeMs('leftovers_at_ms'),
  forgetAtMs: timeMs('forget_at_ms'),
});
