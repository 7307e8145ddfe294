import type { Migration } from '../../migration.ts';

export const library: Migration = {
  number: 2,
  name: '0002-library',
  rewrites: false,
  leastSafeVersion: 2,
  sql: `
    CREATE TABLE file (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      folder TEXT NOT NULL,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      stored_at_ms INTEGER NOT NULL,
      missing_since_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX file_place ON file (folder, name);
    CREATE INDEX file_missing ON file (missing_since_ms) WHERE missing_since_ms IS NOT NULL;

    -- The long texts stand last: a column behind one that overflows its page costs a walk along the chain.
    CREATE TABLE picture (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      generation_id TEXT NOT NULL,
      ordinal INTEGER NOT NULL,
      sha256 TEXT NOT NULL REFERENCES file (sha256),
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      made_at_ms INTEGER NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      model_id TEXT NOT NULL,
      provider_id TEXT NOT NULL,
      operation TEXT NOT NULL,
      seed INTEGER,
      verdict TEXT NOT NULL CHECK (verdict IN ('pending', 'accepted', 'passed', 'discarded')),
      trashed_at_ms INTEGER,
      prompt TEXT NOT NULL,
      revised_prompt TEXT,
      UNIQUE (generation_id, ordinal)
    ) STRICT;

    CREATE INDEX picture_day ON picture (day) WHERE trashed_at_ms IS NULL;
    CREATE INDEX picture_trashed ON picture (position) WHERE trashed_at_ms IS NOT NULL;
    CREATE INDEX picture_trashed_day ON picture (day) WHERE trashed_at_ms IS NOT NULL;

    CREATE TABLE lineage (
      child_id TEXT NOT NULL,
      parent_id TEXT NOT NULL,
      role TEXT NOT NULL,
      PRIMARY KEY (child_id, parent_id, role)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX lineage_parent ON lineage (parent_id);

    CREATE TABLE store_intent (
      generation_id TEXT NOT NULL,
      ordinal INTEGER NOT NULL,
      folder TEXT NOT NULL,
      name TEXT NOT NULL,
      temporary TEXT NOT NULL,
      picture TEXT NOT NULL CHECK (json_valid(picture)),
      PRIMARY KEY (generation_id, ordinal)
    ) STRICT, WITHOUT ROWID;
  `,
};
