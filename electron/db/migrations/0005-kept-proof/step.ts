import type { Migration } from '../../migration.ts';

export const keptProof: Migration = {
  number: 5,
  name: '0005-kept-proof',
  rewrites: false,
  // Code of schema 4 never looks at the table, and removes no picture.
  leastSafeVersion: 2,
  sql: `
    CREATE TABLE kept_proof (
      picture_id TEXT PRIMARY KEY REFERENCES picture (id) ON DELETE CASCADE,
      document_id TEXT,
      proof TEXT NOT NULL CHECK (json_valid(proof))
    ) STRICT, WITHOUT ROWID;
  `,
};
