import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { SECURITY_EVENTS, SIGN_IN_METHODS } from '../../../shared/contracts/cloud/index.ts';

/** Milliseconds since 1970; safe integers until long after anybody needs them. */
export const timeMs = (name: string) => bigint(name, { mode: 'number' });

export const accounts = pgTable('accounts', {
  id: uuid('id').primaryKey(),
  kind: text('kind', { enum: ['guest', 'member'] }).notNull(),
  state: text('state', { enum: ['open', 'closing', 'gone'] }).notNull(),
  name: text('name').notNull().default(''),
  language: text('language'),
  country: text('country'),
  timeZone: text('time_zone'),
  marketing: boolean('marketing').notNull().default(false),
  pictureVersion: text('picture_version'),
  createdAtMs: timeMs('created_at_ms').notNull(),
  ageConfirmedAtMs: timeMs('age_confirmed_at_ms'),
  closingAtMs: timeMs('closing_at_ms'),
  dueAtMs: timeMs('due_at_ms'),
  goneAtMs: timeMs('gone_at_ms'),
  mergedInto: uuid('merged_into'),
});

export const identities = pgTable(
  'identities',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    method: text('method', { enum: SIGN_IN_METHODS }).notNull(),
    subject: text('subject').notNull(),
    address: text('address'),
    linkedAtMs: timeMs('linked_at_ms').notNull(),
    lastUsedAtMs: timeMs('last_used_at_ms'),
  },
  (table) => [unique().on(table.method, table.subject), unique().on(table.accountId, table.method)],
);

export const acceptances = pgTable(
  'acceptances',
  {
    accountId: uuid('account_id').notNull(),
    document: text('document', { enum: ['terms', 'privacy'] }).notNull(),
    version: text('version').notNull(),
    acceptedAtMs: timeMs('accepted_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.document, table.version] })],
);

export const codes = pgTable(
  'codes',
  {
    id: uuid('id').primaryKey(),
    purpose: text('purpose', { enum: ['sign-in', 'address', 'closing'] }).notNull(),
    owner: text('owner').notNull(),
    address: text('address').notNull(),
    codeHash: text('code_hash').notNull(),
    attemptsLeft: integer('attempts_left').notNull(),
    createdAtMs: timeMs('created_at_ms').notNull(),
    expiresAtMs: timeMs('expires_at_ms').notNull(),
  },
  (table) => [unique().on(table.purpose, table.owner)],
);

export const tickets = pgTable('tickets', {
  hash: text('hash').primaryKey(),
  purpose: text('purpose', { enum: ['upgrade', 'link'] }).notNull(),
  accountId: uuid('account_id').notNull(),
  method: text('method', { enum: ['google', 'github'] }),
  expiresAtMs: timeMs('expires_at_ms').notNull(),
});

export const signIns = pgTable('sign_ins', {
  id: text('id').primaryKey(),
  stateHash: text('state_hash').unique(),
  progress: jsonb('progress').notNull(),
  expiresAtMs: timeMs('expires_at_ms').notNull(),
});

export const securityEvents = pgTable('security_events', {
  id: uuid('id').primaryKey(),
  accountId: uuid('account_id').notNull(),
  kind: text('kind', { enum: SECURITY_EVENTS }).notNull(),
  atMs: timeMs('at_ms').notNull(),
  device: text('device'),
  method: text('method', { enum: SIGN_IN_METHODS }),
  network: text('network'),
});

export const limits = pgTable(
  'limits',
  {
    key: text('key').notNull(),
    windowStartMs: timeMs('window_start_ms').notNull(),
    windowMs: timeMs('window_ms').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStartMs] })],
);
