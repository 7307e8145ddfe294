import type { WriteHandle } from '../../handles.ts';

/** Two pictures of one file, from before there was a search. */
export function before(db: WriteHandle): void {
  const sha256 = 'ab'.repeat(32);
  db.exec(`
    INSERT INTO file (sha256, folder, name, media_type, size_bytes, stored_at_ms)
    VALUES ('${sha256}', '/pictures', '2026-11/quinces-abab.png', 'image/png', 100, 1);
    INSERT INTO picture (position, id, generation_id, ordinal, sha256, width, height, made_at_ms, day, model_id,
      provider_id, operation, verdict, prompt)
    VALUES
      (1024, 'p1', 'g1', 0, '${sha256}', 8, 8, 1, '2026-11-20', 'sandbox', 'sandbox', 'text-to-image', 'pending',
        'Crème brûlée on a slate'),
      (2048, 'p2', 'g1', 1, '${sha256}', 8, 8, 2, '2026-11-20', 'gpt-image-1', 'openai', 'text-to-image', 'pending',
        'quinces on linen');
  `);
}
