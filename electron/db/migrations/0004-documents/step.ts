import type { Migration } from '../../migration.ts';

export const documents: Migration = {
  number: 4,
  name: '0004-documents',
  rewrites: false,
  // Code of schema 3 never looks at the table.
  leastSafeVersion: 2,
  sql: `
    CREATE TABLE document (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
      width INTEGER CHECK (width BETWEEN 1 AND 16384),
      height INTEGER CHECK (height BETWEEN 1 AND 16384),
      file_path TEXT,
      file_size INTEGER,
      file_mtime_ms REAL,
      file_sha256 TEXT CHECK (length(file_sha256) = 64),
      created_at_ms INTEGER NOT NULL,
      changed_at_ms INTEGER NOT NULL,
      opened_at_ms INTEGER NOT NULL,
      saved_at_ms INTEGER,
      saved_sequence INTEGER NOT NULL,
      ahead INTEGER NOT NULL CHECK (ahead IN (0, 1)),
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      discarded_at_ms INTEGER,
      saving TEXT CHECK (json_valid(saving))
    ) STRICT;

    CREATE INDEX document_file ON document (file_path) WHERE file_path IS NOT NULL;
    CREATE INDEX document_saving ON document (id) WHERE saving IS NOT NULL;
  `,
};
