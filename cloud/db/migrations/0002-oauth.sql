-- One row for each desktop that was let in. Its id is the grant's: whatever ends the one ends the other.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id),
  client_id text NOT NULL,
  device text NOT NULL,
  platform text NOT NULL CHECK (platform IN ('linux', 'darwin', 'win32', 'unknown')),
  network text,
  made_at_ms bigint NOT NULL,
  -- Null until the desktop fetched its first token: a page that was closed half way is no session.
  started_at_ms bigint,
  last_used_at_ms bigint,
  ended_at_ms bigint,
  ended_why text CHECK (ended_why IN ('signed-out', 'elsewhere', 'reused', 'closed', 'replaced', 'unused'))
);
CREATE INDEX sessions_account ON sessions (account_id) WHERE ended_at_ms IS NULL;

-- What the authorization server keeps. Where the id is itself a token it is kept as its hash.
CREATE TABLE oauth_records (
  model text NOT NULL,
  id text NOT NULL,
  payload jsonb NOT NULL,
  grant_id text,
  uid text,
  consumed_at_ms bigint,
  expires_at_ms bigint,
  PRIMARY KEY (model, id)
);
CREATE INDEX oauth_records_grant ON oauth_records (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oauth_records_uid ON oauth_records (model, uid) WHERE uid IS NOT NULL;
CREATE INDEX oauth_records_expiry ON oauth_records (expires_at_ms);

-- The answer to a refresh, for a desktop that did not hear it. It is sealed with a key made from the token that was
-- presented, which is nowhere here: only who has that token can open it.
CREATE TABLE refresh_answers (
  token_hash text PRIMARY KEY,
  grant_id text NOT NULL,
  sealed bytea NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX refresh_answers_expiry ON refresh_answers (expires_at_ms);

-- Keys that sign tokens; the private part is sealed with a key of the deployment.
CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  sealed bytea NOT NULL,
  created_at_ms bigint NOT NULL
);
