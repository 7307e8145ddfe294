import type { Migration } from '../../migration.ts';
import { FTS_TRIGGERS } from './triggers.ts';

export const search: Migration = {
  number: 3,
  name: '0003-search',
  rewrites: false,
  // Code of schema 2 writes pictures through the triggers without knowing of them.
  leastSafeVersion: 2,
  sql: `
    CREATE VIEW picture_text AS SELECT position, prompt, model_id AS model FROM picture;

    CREATE VIRTUAL TABLE picture_fts USING fts5 (
      prompt, model,
      content = 'picture_text', content_rowid = 'position',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );

    INSERT INTO picture_fts (picture_fts) VALUES ('rebuild');

    ${FTS_TRIGGERS}
  `,
};
