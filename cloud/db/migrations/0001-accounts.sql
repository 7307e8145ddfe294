-- Who has an account, how they come in, and what they agreed to. Times are milliseconds since 1970 and are always given by
-- the service: SQL never reads a clock.
CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('guest', 'member')),
  state text NOT NULL CHECK (state IN ('open', 'closing', 'gone')),
  name text NOT NULL DEFAULT '',
  language text,
  country text CHECK (country ~ '^[A-Z]{2}$'),
  time_zone text,
  marketing boolean NOT NULL DEFAULT false,
  picture_version text,
  created_at_ms bigint NOT NULL,
  -- Null until the person said that they are old enough where they live.
  age_confirmed_at_ms bigint,
  closing_at_ms bigint,
  -- When content goes; signing in before then opens the account again.
  due_at_ms bigint,
  gone_at_ms bigint,
  -- A guest who signed in at an account that was there before lives on in that one.
  merged_into uuid REFERENCES accounts (id),
  CHECK ((state = 'closing') = (due_at_ms IS NOT NULL)),
  CHECK ((state = 'gone') = (gone_at_ms IS NOT NULL))
);
CREATE INDEX accounts_due ON accounts (due_at_ms) WHERE state = 'closing';

-- One row for each way in. An e-mail's subject is its address in lower case; Google's and GitHub's are their own ids, which
-- stay when an address changes.
CREATE TABLE identities (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id),
  method text NOT NULL CHECK (method IN ('email', 'google', 'github')),
  subject text NOT NULL,
  address text,
  linked_at_ms bigint NOT NULL,
  last_used_at_ms bigint,
  -- An address is kept only when whoever vouches for it says that it was confirmed.
  UNIQUE (method, subject),
  -- One of each kind: two Google accounts on one of ours would make "sign in with Google" ambiguous to explain.
  UNIQUE (account_id, method)
);

CREATE INDEX identities_address ON identities (address);

CREATE TABLE acceptances (
  account_id uuid NOT NULL REFERENCES accounts (id),
  document text NOT NULL CHECK (document IN ('terms', 'privacy')),
  version text NOT NULL,
  accepted_at_ms bigint NOT NULL,
  PRIMARY KEY (account_id, document, version)
);

-- Codes of six digits. What is kept is a keyed hash: a million codes can be tried in no time by whoever has a plain one.
CREATE TABLE codes (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 'address', 'closing')),
  -- Whom it was made for: the sign-in it belongs to, or the account.
  owner text NOT NULL,
  address text NOT NULL,
  code_hash text NOT NULL,
  attempts_left integer NOT NULL CHECK (attempts_left >= 0),
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  UNIQUE (purpose, owner)
);
CREATE INDEX codes_expiry ON codes (expires_at_ms);

-- A word that is good once: a guest's for who they are, a member's for adding a way in.
CREATE TABLE tickets (
  hash text PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('upgrade', 'link')),
  account_id uuid NOT NULL REFERENCES accounts (id),
  method text CHECK (method IN ('google', 'github')),
  expires_at_ms bigint NOT NULL
);
CREATE INDEX tickets_expiry ON tickets (expires_at_ms);

-- Where somebody is between opening the sign-in page and being signed in. Nothing of a person who is refused stays.
CREATE TABLE sign_ins (
  id text PRIMARY KEY,
  -- What a provider gives back to us, hashed; it finds the row when the browser comes back.
  state_hash text UNIQUE,
  progress jsonb NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at_ms);

CREATE TABLE security_events (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id),
  kind text NOT NULL,
  at_ms bigint NOT NULL,
  device text,
  method text,
  network text
);
CREATE INDEX security_events_account ON security_events (account_id, id DESC);

-- Counters of fixed windows; see cloud/limits.
CREATE TABLE limits (
  key text NOT NULL,
  window_start_ms bigint NOT NULL,
  window_ms bigint NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (key, window_start_ms)
);
CREATE INDEX limits_age ON limits (window_start_ms);
