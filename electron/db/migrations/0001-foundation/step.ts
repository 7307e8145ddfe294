import type { Migration } from '../../migration.ts';

export const foundation: Migration = {
  number: 1,
  name: '0001-foundation',
  rewrites: false,
  leastSafeVersion: 1,
  sql: `
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE generation (
      id TEXT PRIMARY KEY,
      operation TEXT NOT NULL,
      model_id TEXT NOT NULL,
      provider_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN (
        'queued', 'submitting', 'running', 'succeeded', 'failed', 'refused', 'cancelled', 'expired')),
      interrupted INTEGER NOT NULL CHECK (interrupted IN (0, 1)),
      input TEXT NOT NULL CHECK (json_valid(input)),
      prompt TEXT NOT NULL,
      seed INTEGER,
      quote TEXT NOT NULL CHECK (json_valid(quote)),
      cost TEXT CHECK (json_valid(cost)),
      reason TEXT CHECK (json_valid(reason)),
      handle TEXT CHECK (json_valid(handle)),
      decision TEXT NOT NULL CHECK (decision IN ('pending', 'accepted', 'discarded', 'none')),
      count INTEGER NOT NULL CHECK (count > 0),
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER
    ) STRICT;

    CREATE INDEX generation_state ON generation (state);
    CREATE INDEX generation_created ON generation (created_at_ms);
    CREATE INDEX generation_pending ON generation (id) WHERE decision = 'pending';
  `,
};
