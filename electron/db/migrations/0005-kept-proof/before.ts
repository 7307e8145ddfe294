import type { WriteHandle } from '../../handles.ts';

/** A picture from before anything was put into a document. */
export function before(db: WriteHandle): void {
  const sha256 = 'a'.repeat(64);
  db.exec(`
    INSERT INTO file (sha256, folder, name, media_type, size_bytes, stored_at_ms)
    VALUES ('${sha256}', '/pictures', 'quinces.png', 'image/png', 1, 1);
    INSERT INTO picture (position, id, generation_id, ordinal, sha256, width, height, made_at_ms, day, model_id,
      provider_id, operation, verdict, prompt)
    VALUES (1024, 'p1', 'g1', 0, '${sha256}', 8, 8, 1, '2026-11-20', 'sandbox', 'sandbox', 'edit-image',
      'accepted', 'quinces')`);
}
