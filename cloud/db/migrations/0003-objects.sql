-- Bytes that are in the object store, or are waited for. The row is the authority: what it calls gone is answered as gone,
-- whether the bytes are there still or not.
CREATE TABLE objects (
  id uuid PRIMARY KEY,
  -- Whose it is now. The key keeps the account it was uploaded under, also when a guest's things become a member's.
  account_id uuid NOT NULL REFERENCES accounts (id),
  -- The one generation it serves (P-17).
  generation_id uuid NOT NULL,
  key text NOT NULL UNIQUE,
  type text NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  width integer CHECK (width > 0),
  height integer CHECK (height > 0),
  state text NOT NULL CHECK (state IN ('awaited', 'stored', 'deleted')),
  created_at_ms bigint NOT NULL,
  stored_at_ms bigint,
  -- From then on it is gone for everybody, and the sweep removes the bytes. Removing is an expiry that has come.
  expires_at_ms bigint NOT NULL,
  deleted_at_ms bigint,
  -- When no request for these bytes can be under way any more, and the store is looked after once again.
  leftovers_at_ms bigint,
  -- When the row itself goes, once it is deleted.
  forget_at_ms bigint,
  CHECK (state <> 'stored' OR (width IS NOT NULL AND height IS NOT NULL AND stored_at_ms IS NOT NULL)),
  CHECK ((state = 'deleted') = (deleted_at_ms IS NOT NULL)),
  CHECK (state <> 'deleted' OR forget_at_ms IS NOT NULL)
);
CREATE INDEX objects_account ON objects (account_id) WHERE state <> 'deleted';
CREATE INDEX objects_expiry ON objects (expires_at_ms) WHERE state <> 'deleted';
CREATE INDEX objects_leftovers ON objects (leftovers_at_ms) WHERE state <> 'awaited' AND leftovers_at_ms IS NOT NULL;
CREATE INDEX objects_forget ON objects (forget_at_ms) WHERE state = 'deleted';
