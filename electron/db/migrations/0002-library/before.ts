import type { WriteHandle } from '../../handles.ts';

/** A job that had ended before pictures had a table, and one setting. */
export function before(db: WriteHandle): void {
  db.exec(`
    INSERT INTO setting (key, value) VALUES ('theme', '"dark"');
    INSERT INTO generation (id, operation, model_id, provider_id, state, interrupted, input, prompt, quote,
      decision, count, created_at_ms, updated_at_ms, ended_at_ms)
    VALUES ('0190b1a0-0000-7000-8000-000000000001', 'text-to-image', 'sandbox', 'sandbox', 'succeeded', 0, '{}',
      'quinces on linen', '{"kind":"free"}', 'none', 1, 1, 2, 2);
  `);
}
