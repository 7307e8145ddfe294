-- Credits, as double entry. A journal is one thing that happened; its entries sum to zero. Balances of owners are projections
-- that the functions keep in step under the owner's lock, and that `ledger_audit` compares with the entries.
CREATE TABLE ledger_owners (
  owner uuid PRIMARY KEY,
  available bigint NOT NULL DEFAULT 0 CHECK (available >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  frozen bigint NOT NULL DEFAULT 0 CHECK (frozen >= 0),
  -- Used, and then taken back by a bank: what has to come in before anything paid can be started.
  owed bigint NOT NULL DEFAULT 0 CHECK (owed >= 0)
);

CREATE TABLE ledger_journals (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL,
  verb text NOT NULL CHECK (verb IN
    ('grant', 'purchase', 'hold', 'capture', 'release', 'refund', 'adjust', 'freeze', 'unfreeze', 'charge-back', 'transfer')),
  -- Said by whoever asks, so that asking twice does it once.
  key text NOT NULL UNIQUE,
  -- Of everything else that was asked: the same key with another input is another question.
  input_hash text NOT NULL,
  amount bigint NOT NULL,
  about jsonb NOT NULL DEFAULT '{}',
  at_ms bigint NOT NULL
);
CREATE INDEX ledger_journals_owner ON ledger_journals (owner, id DESC);

CREATE TABLE ledger_entries (
  journal uuid NOT NULL REFERENCES ledger_journals (id),
  owner uuid NOT NULL,
  -- The owner's four, and where credits come from and go to.
  account text NOT NULL CHECK (account IN
    ('available', 'held', 'frozen', 'owed', 'granted', 'paid', 'captured', 'refunded', 'adjusted', 'charged-back')),
  amount bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (journal, owner, account)
);
CREATE INDEX ledger_entries_owner ON ledger_entries (owner, account);

-- What came in at once, used oldest first. What was in it is in one of four places at any time.
CREATE TABLE ledger_lots (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('grant', 'purchase', 'plan', 'adjust')),
  -- Of the payment, for what can be given back.
  payment text,
  credits bigint NOT NULL CHECK (credits > 0),
  remaining bigint NOT NULL CHECK (remaining >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  used bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
  returned bigint NOT NULL DEFAULT 0 CHECK (returned >= 0),
  frozen boolean NOT NULL DEFAULT false,
  at_ms bigint NOT NULL,
  CHECK (credits = remaining + held + used + returned)
);
CREATE INDEX ledger_lots_usable ON ledger_lots (owner, at_ms, id) WHERE remaining > 0;
CREATE INDEX ledger_lots_owner ON ledger_lots (owner);

-- The id is the generation's: asking to hold for one twice holds once.
CREATE TABLE ledger_holds (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL,
  credits bigint NOT NULL CHECK (credits > 0),
  captured bigint NOT NULL DEFAULT 0 CHECK (captured >= 0),
  released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
  at_ms bigint NOT NULL,
  CHECK (captured + released <= credits)
);
CREATE INDEX ledger_holds_open ON ledger_holds (owner) WHERE captured + released < credits;

CREATE TABLE ledger_hold_lots (
  hold uuid NOT NULL REFERENCES ledger_holds (id),
  place integer NOT NULL,
  lot uuid NOT NULL REFERENCES ledger_lots (id),
  credits bigint NOT NULL CHECK (credits > 0),
  captured bigint NOT NULL DEFAULT 0 CHECK (captured >= 0),
  released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
  PRIMARY KEY (hold, place),
  CHECK (captured + released <= credits)
);
CREATE INDEX ledger_hold_lots_lot ON ledger_hold_lots (lot);

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was entered stays: %', TG_TABLE_NAME USING ERRCODE = 'LG001';
END;
$$;
CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entries_all_stay BEFORE TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_journals_stay BEFORE UPDATE OR DELETE ON ledger_journals
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

-- All entries of a journal are inserted by one statement, so each statement has to be even by itself.
CREATE FUNCTION ledger_demand_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh GROUP BY journal HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'entries that do not sum to zero' USING ERRCODE = 'LG002';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_demand_balance();

-- What a verb came to. `outcome`: done; repeated (the same was done before); conflict (the key was used for something else);
-- short (not enough); owing; unknown; closed.
CREATE TYPE ledger_answer AS (outcome text, journal uuid, moved bigint, available bigint, held bigint, frozen bigint, owed bigint);

-- Takes the owner's row, making it at the first use. Whatever changes an owner's credits does this first, so that they come
-- one after the other.
CREATE FUNCTION ledger_lock(p_owner uuid) RETURNS ledger_owners LANGUAGE plpgsql AS $$
DECLARE
  taken ledger_owners;
BEGIN
  SELECT * INTO taken FROM ledger_owners WHERE owner = p_owner FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO ledger_owners (owner) VALUES (p_owner) ON CONFLICT DO NOTHING;
    SELECT * INTO taken FROM ledger_owners WHERE owner = p_owner FOR NO KEY UPDATE;
  END IF;
  RETURN taken;
END;
$$;

-- An answer with the balances as they are now.
CREATE FUNCTION ledger_say(p_outcome text, p_journal uuid, p_moved bigint, p_owner uuid) RETURNS ledger_answer
LANGUAGE sql STABLE AS $$
  SELECT p_outcome, p_journal, p_moved, coalesce(o.available, 0), coalesce(o.held, 0), coalesce(o.frozen, 0), coalesce(o.owed, 0)
  FROM (SELECT 1) one LEFT JOIN ledger_owners o ON o.owner = p_owner
$$;

-- Whether a key was used: null when not; else the answer that was given, or `conflict` when the question is another one.
CREATE FUNCTION ledger_known(p_key text, p_hash text, p_owner uuid) RETURNS ledger_answer LANGUAGE plpgsql STABLE AS $$
DECLARE
  before ledger_journals;
BEGIN
  SELECT * INTO before FROM ledger_journals WHERE key = p_key;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF before.input_hash <> p_hash THEN
    RETURN ledger_say('conflict', before.id, 0, p_owner);
  END IF;
  RETURN ledger_say('repeated', before.id, before.amount, p_owner);
END;
$$;

-- Writes a journal with its entries and moves the balances along. What the owner's four do not add up to comes from, or goes
-- to, the account that `p_other` names.
CREATE FUNCTION ledger_write(
  p_journal uuid, p_owner uuid, p_verb text, p_key text, p_hash text, p_amount bigint, p_about jsonb, p_now bigint,
  p_available bigint, p_held bigint, p_frozen bigint, p_owed bigint, p_other text
) RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  answer ledger_answer;
BEGIN
  INSERT INTO ledger_journals (id, owner, verb, key, input_hash, amount, about, at_ms)
    VALUES (p_journal, p_owner, p_verb, p_key, p_hash, p_amount, p_about, p_now);
  INSERT INTO ledger_entries (journal, owner, account, amount)
    SELECT p_journal, p_owner, e.account, e.amount FROM (VALUES
      ('available', p_available), ('held', p_held), ('frozen', p_frozen), ('owed', p_owed),
      (p_other, -(p_available + p_held + p_frozen + p_owed))) AS e (account, amount)
    WHERE e.amount <> 0;
  UPDATE ledger_owners o SET available = o.available + p_available, held = o.held + p_held,
    frozen = o.frozen + p_frozen, owed = o.owed - p_owed
    WHERE o.owner = p_owner
    RETURNING 'done', p_journal, p_amount, o.available, o.held, o.frozen, o.owed INTO answer;
  RETURN answer;
END;
$$;

-- Credits come in as a lot of their own: given, bought, or put right. What is owed is paid from it first.
CREATE FUNCTION ledger_bring_in(
  p_journal uuid, p_owner uuid, p_verb text, p_source text, p_credits bigint, p_payment text, p_key text, p_about jsonb, p_now bigint
) RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  owner_row ledger_owners;
  known ledger_answer;
  hash text := md5(concat_ws('|', p_verb, p_owner, p_source, p_credits, p_payment));
  repaid bigint;
BEGIN
  IF p_credits <= 0 THEN
    RAISE EXCEPTION 'credits that come in are more than none' USING ERRCODE = 'LG003';
  END IF;
  owner_row := ledger_lock(p_owner);
  known := ledger_known(p_key, hash, p_owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  repaid := least(owner_row.owed, p_credits);
  INSERT INTO ledger_lots (id, owner, source, payment, credits, remaining, used, at_ms)
    VALUES (p_journal, p_owner, p_source, p_payment, p_credits, p_credits - repaid, repaid, p_now);
  RETURN ledger_write(p_journal, p_owner, p_verb, p_key, hash, p_credits, p_about, p_now, p_credits - repaid, 0, 0, repaid,
    CASE p_verb WHEN 'grant' THEN 'granted' WHEN 'purchase' THEN 'paid' ELSE 'adjusted' END);
END;
$$;

-- Sets credits aside for a generation, from the oldest lots first.
CREATE FUNCTION ledger_hold(p_journal uuid, p_owner uuid, p_hold uuid, p_credits bigint, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  owner_row ledger_owners;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'hold', p_owner, p_hold, p_credits));
  needed bigint := p_credits;
  taken bigint;
  place integer := 0;
  lot record;
BEGIN
  IF p_credits <= 0 THEN
    RAISE EXCEPTION 'a hold is for more than no credits' USING ERRCODE = 'LG003';
  END IF;
  owner_row := ledger_lock(p_owner);
  known := ledger_known('hold:' || p_hold, hash, p_owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF owner_row.owed > 0 THEN
    RETURN ledger_say('owing', NULL, 0, p_owner);
  END IF;
  IF owner_row.available < p_credits THEN
    RETURN ledger_say('short', NULL, 0, p_owner);
  END IF;
  -- Another owner's hold of this id, made at the same moment, is met here: under their lock, which is not ours.
  INSERT INTO ledger_holds (id, owner, credits, at_ms) VALUES (p_hold, p_owner, p_credits, p_now) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN ledger_say('conflict', NULL, 0, p_owner);
  END IF;
  FOR lot IN SELECT l.id, l.remaining FROM ledger_lots l
    WHERE l.owner = p_owner AND l.remaining > 0 AND NOT l.frozen ORDER BY l.at_ms, l.id
  LOOP
    taken := least(lot.remaining, needed);
    UPDATE ledger_lots SET remaining = remaining - taken, held = held + taken WHERE id = lot.id;
    INSERT INTO ledger_hold_lots (hold, place, lot, credits) VALUES (p_hold, place, lot.id, taken);
    place := place + 1;
    needed := needed - taken;
    EXIT WHEN needed = 0;
  END LOOP;
  IF needed > 0 THEN
    RAISE EXCEPTION 'the lots hold less than the balance says' USING ERRCODE = 'LG004';
  END IF;
  RETURN ledger_write(p_journal, p_owner, 'hold', 'hold:' || p_hold, hash, p_credits, p_about, p_now,
    -p_credits, p_credits, 0, 0, NULL);
END;
$$;

-- Takes held credits for what was delivered, from the lots in the order in which they were held.
CREATE FUNCTION ledger_capture(p_journal uuid, p_hold uuid, p_credits bigint, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  of_owner uuid;
  hold ledger_holds;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'capture', p_hold, p_credits));
  needed bigint := p_credits;
  taken bigint;
  part record;
BEGIN
  IF p_credits <= 0 THEN
    RAISE EXCEPTION 'a capture is of more than no credits' USING ERRCODE = 'LG003';
  END IF;
  SELECT owner INTO of_owner FROM ledger_holds WHERE id = p_hold;
  IF NOT FOUND THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  PERFORM ledger_lock(of_owner);
  SELECT * INTO hold FROM ledger_holds WHERE id = p_hold;
  IF hold.owner <> of_owner THEN
    -- It went to another account while we waited.
    RETURN ledger_capture(p_journal, p_hold, p_credits, p_key, p_about, p_now);
  END IF;
  known := ledger_known(p_key, hash, hold.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF hold.credits - hold.captured - hold.released < p_credits THEN
    RETURN ledger_say('closed', NULL, 0, hold.owner);
  END IF;
  FOR part IN SELECT * FROM ledger_hold_lots WHERE ledger_hold_lots.hold = p_hold AND credits > captured + released ORDER BY place
  LOOP
    taken := least(part.credits - part.captured - part.released, needed);
    UPDATE ledger_hold_lots SET captured = captured + taken WHERE ledger_hold_lots.hold = p_hold AND place = part.place;
    UPDATE ledger_lots SET held = held - taken, used = used + taken WHERE id = part.lot;
    needed := needed - taken;
    EXIT WHEN needed = 0;
  END LOOP;
  UPDATE ledger_holds SET captured = captured + p_credits WHERE id = p_hold;
  RETURN ledger_write(p_journal, hold.owner, 'capture', p_key, hash, p_credits, p_about, p_now,
    0, -p_credits, 0, 0, 'captured');
END;
$$;

-- Gives back all that is still held, to the lots in reverse. What belongs to a frozen lot is frozen with it.
CREATE FUNCTION ledger_release(p_journal uuid, p_hold uuid, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  of_owner uuid;
  hold ledger_holds;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'release', p_hold));
  rest bigint;
  to_frozen bigint := 0;
  part record;
BEGIN
  SELECT owner INTO of_owner FROM ledger_holds WHERE id = p_hold;
  IF NOT FOUND THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  PERFORM ledger_lock(of_owner);
  SELECT * INTO hold FROM ledger_holds WHERE id = p_hold;
  IF hold.owner <> of_owner THEN
    RETURN ledger_release(p_journal, p_hold, p_key, p_about, p_now);
  END IF;
  known := ledger_known(p_key, hash, hold.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  rest := hold.credits - hold.captured - hold.released;
  IF rest = 0 THEN
    RETURN ledger_say('closed', NULL, 0, hold.owner);
  END IF;
  FOR part IN SELECT h.place, h.lot, h.credits - h.captured - h.released AS left, l.frozen
    FROM ledger_hold_lots h JOIN ledger_lots l ON l.id = h.lot
    WHERE h.hold = p_hold AND h.credits > h.captured + h.released ORDER BY h.place DESC
  LOOP
    UPDATE ledger_hold_lots SET released = released + part.left WHERE ledger_hold_lots.hold = p_hold AND place = part.place;
    UPDATE ledger_lots SET held = held - part.left, remaining = remaining + part.left WHERE id = part.lot;
    IF part.frozen THEN
      to_frozen := to_frozen + part.left;
    END IF;
  END LOOP;
  UPDATE ledger_holds SET released = released + rest WHERE id = p_hold;
  RETURN ledger_write(p_journal, hold.owner, 'release', p_key, hash, rest, p_about, p_now,
    rest - to_frozen, -rest, to_frozen, 0, NULL);
END;
$$;

-- Sets what is left of a lot aside, while its refund is on its way or its payment disputed.
CREATE FUNCTION ledger_freeze(p_journal uuid, p_lot uuid, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  lot ledger_lots;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'freeze', p_lot));
BEGIN
  lot := ledger_lock_lot(p_lot);
  IF lot IS NULL THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  known := ledger_known(p_key, hash, lot.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF lot.frozen THEN
    RETURN ledger_say('closed', NULL, 0, lot.owner);
  END IF;
  UPDATE ledger_lots SET frozen = true WHERE id = p_lot;
  RETURN ledger_write(p_journal, lot.owner, 'freeze', p_key, hash, lot.remaining, p_about, p_now,
    -lot.remaining, 0, lot.remaining, 0, NULL);
END;
$$;

CREATE FUNCTION ledger_unfreeze(p_journal uuid, p_lot uuid, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  lot ledger_lots;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'unfreeze', p_lot));
BEGIN
  lot := ledger_lock_lot(p_lot);
  IF lot IS NULL THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  known := ledger_known(p_key, hash, lot.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF NOT lot.frozen THEN
    RETURN ledger_say('closed', NULL, 0, lot.owner);
  END IF;
  UPDATE ledger_lots SET frozen = false WHERE id = p_lot;
  RETURN ledger_write(p_journal, lot.owner, 'unfreeze', p_key, hash, lot.remaining, p_about, p_now,
    lot.remaining, 0, -lot.remaining, 0, NULL);
END;
$$;

-- What was left of a frozen lot has been paid back: it is gone from here, and the lot is open for what still comes back to it.
CREATE FUNCTION ledger_refund(p_journal uuid, p_lot uuid, p_credits bigint, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  lot ledger_lots;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'refund', p_lot, p_credits));
BEGIN
  IF p_credits <= 0 THEN
    RAISE EXCEPTION 'a refund is of more than no credits' USING ERRCODE = 'LG003';
  END IF;
  lot := ledger_lock_lot(p_lot);
  IF lot IS NULL THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  known := ledger_known(p_key, hash, lot.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF NOT lot.frozen OR lot.remaining < p_credits THEN
    RETURN ledger_say('closed', NULL, 0, lot.owner);
  END IF;
  UPDATE ledger_lots SET remaining = remaining - p_credits, returned = returned + p_credits, frozen = false WHERE id = p_lot;
  RETURN ledger_write(p_journal, lot.owner, 'refund', p_key, hash, p_credits, p_about, p_now,
    lot.remaining - p_credits, 0, -lot.remaining, 0, 'refunded');
END;
$$;

-- A bank took the whole payment back: what is left of the lot goes, and what was used or is held is owed.
CREATE FUNCTION ledger_charge_back(p_journal uuid, p_lot uuid, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  lot ledger_lots;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'charge-back', p_lot));
  gone bigint;
BEGIN
  lot := ledger_lock_lot(p_lot);
  IF lot IS NULL THEN
    RETURN ledger_say('unknown', NULL, 0, NULL);
  END IF;
  known := ledger_known(p_key, hash, lot.owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF NOT lot.frozen THEN
    RETURN ledger_say('closed', NULL, 0, lot.owner);
  END IF;
  gone := lot.remaining + lot.used + lot.held;
  UPDATE ledger_lots SET remaining = 0, returned = returned + lot.remaining, frozen = false WHERE id = p_lot;
  RETURN ledger_write(p_journal, lot.owner, 'charge-back', p_key, hash, gone, p_about, p_now,
    0, 0, -lot.remaining, -(lot.used + lot.held), 'charged-back');
END;
$$;

-- The lot, with its owner's row taken first.
CREATE FUNCTION ledger_lock_lot(p_lot uuid) RETURNS ledger_lots LANGUAGE plpgsql AS $$
DECLARE
  lot ledger_lots;
  of_owner uuid;
BEGIN
  LOOP
    SELECT owner INTO of_owner FROM ledger_lots WHERE id = p_lot;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
    PERFORM ledger_lock(of_owner);
    SELECT * INTO lot FROM ledger_lots WHERE id = p_lot;
    EXIT WHEN lot.owner = of_owner;
  END LOOP;
  RETURN lot;
END;
$$;

-- Takes credits away to put something right, from the oldest lots first; never more than there is.
CREATE FUNCTION ledger_take_away(p_journal uuid, p_owner uuid, p_credits bigint, p_key text, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  owner_row ledger_owners;
  known ledger_answer;
  hash text := md5(concat_ws('|', 'adjust', p_owner, -p_credits));
  needed bigint := p_credits;
  taken bigint;
  lot record;
BEGIN
  IF p_credits <= 0 THEN
    RAISE EXCEPTION 'an adjustment is of more than no credits' USING ERRCODE = 'LG003';
  END IF;
  owner_row := ledger_lock(p_owner);
  known := ledger_known(p_key, hash, p_owner);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  IF owner_row.available < p_credits THEN
    RETURN ledger_say('short', NULL, 0, p_owner);
  END IF;
  FOR lot IN SELECT l.id, l.remaining FROM ledger_lots l
    WHERE l.owner = p_owner AND l.remaining > 0 AND NOT l.frozen ORDER BY l.at_ms, l.id
  LOOP
    taken := least(lot.remaining, needed);
    UPDATE ledger_lots SET remaining = remaining - taken, returned = returned + taken WHERE id = lot.id;
    needed := needed - taken;
    EXIT WHEN needed = 0;
  END LOOP;
  RETURN ledger_write(p_journal, p_owner, 'adjust', p_key, hash, -p_credits, p_about, p_now,
    -p_credits, 0, 0, 0, 'adjusted');
END;
$$;

-- Everything of one owner goes to another: a guest who turned out to have an account. Both rows are taken in the order of
-- their ids, so that two that go opposite ways do not wait for each other.
CREATE FUNCTION ledger_transfer(p_journal uuid, p_from uuid, p_to uuid, p_about jsonb, p_now bigint)
RETURNS ledger_answer LANGUAGE plpgsql AS $$
DECLARE
  source ledger_owners;
  known ledger_answer;
  key text := 'transfer:' || p_from || ':' || p_to;
  hash text := md5(concat_ws('|', 'transfer', p_from, p_to));
BEGIN
  IF p_from = p_to THEN
    RAISE EXCEPTION 'a transfer is to somebody else' USING ERRCODE = 'LG003';
  END IF;
  PERFORM ledger_lock(least(p_from, p_to));
  PERFORM ledger_lock(greatest(p_from, p_to));
  known := ledger_known(key, hash, p_to);
  IF known IS NOT NULL THEN
    RETURN known;
  END IF;
  SELECT * INTO source FROM ledger_owners WHERE owner = p_from;
  UPDATE ledger_lots SET owner = p_to WHERE owner = p_from;
  UPDATE ledger_holds SET owner = p_to WHERE owner = p_from;
  INSERT INTO ledger_journals (id, owner, verb, key, input_hash, amount, about, at_ms)
    VALUES (p_journal, p_to, 'transfer', key, hash, source.available, p_about, p_now);
  INSERT INTO ledger_entries (journal, owner, account, amount)
    SELECT p_journal, e.owner, e.account, e.amount FROM (VALUES
      (p_from, 'available', -source.available), (p_to, 'available', source.available),
      (p_from, 'held', -source.held), (p_to, 'held', source.held),
      (p_from, 'frozen', -source.frozen), (p_to, 'frozen', source.frozen),
      (p_from, 'owed', source.owed), (p_to, 'owed', -source.owed)) AS e (owner, account, amount)
    WHERE e.amount <> 0;
  UPDATE ledger_owners SET available = 0, held = 0, frozen = 0, owed = 0 WHERE owner = p_from;
  UPDATE ledger_owners SET available = available + source.available, held = held + source.held,
    frozen = frozen + source.frozen, owed = owed + source.owed WHERE owner = p_to;
  RETURN ledger_say('done', p_journal, source.available, p_to);
END;
$$;

-- Everything that should be so and is not, one row each; none is the only good answer.
CREATE FUNCTION ledger_audit() RETURNS TABLE (law text, about text) LANGUAGE sql STABLE AS $$
  SELECT 'a journal sums to zero', journal::text FROM ledger_entries GROUP BY journal HAVING sum(amount) <> 0
  UNION ALL
  SELECT 'a journal has entries or moved nothing', j.id::text FROM ledger_journals j
    WHERE j.amount <> 0 AND j.verb <> 'transfer' AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.journal = j.id)
  UNION ALL
  SELECT 'balances are what the entries say', coalesce(o.owner, e.owner)::text FROM ledger_owners o
    FULL JOIN (SELECT owner,
        coalesce(sum(amount) FILTER (WHERE account = 'available'), 0) AS available,
        coalesce(sum(amount) FILTER (WHERE account = 'held'), 0) AS held,
        coalesce(sum(amount) FILTER (WHERE account = 'frozen'), 0) AS frozen,
        coalesce(-sum(amount) FILTER (WHERE account = 'owed'), 0) AS owed
      FROM ledger_entries GROUP BY owner) e ON e.owner = o.owner
    WHERE coalesce(o.available, 0) <> coalesce(e.available, 0) OR coalesce(o.held, 0) <> coalesce(e.held, 0)
      OR coalesce(o.frozen, 0) <> coalesce(e.frozen, 0) OR coalesce(o.owed, 0) <> coalesce(e.owed, 0)
  UNION ALL
  SELECT 'lots hold what is available and frozen', o.owner::text FROM ledger_owners o
    LEFT JOIN (SELECT owner, sum(remaining) FILTER (WHERE NOT frozen) AS free, sum(remaining) FILTER (WHERE frozen) AS ice,
        sum(held) AS held FROM ledger_lots GROUP BY owner) l ON l.owner = o.owner
    WHERE o.available <> coalesce(l.free, 0) OR o.frozen <> coalesce(l.ice, 0) OR o.held <> coalesce(l.held, 0)
  UNION ALL
  SELECT 'holds hold what is held', o.owner::text FROM ledger_owners o
    LEFT JOIN (SELECT owner, sum(credits - captured - released) AS open FROM ledger_holds GROUP BY owner) h ON h.owner = o.owner
    WHERE o.held <> coalesce(h.open, 0)
  UNION ALL
  SELECT 'a hold is the sum of its parts', h.id::text FROM ledger_holds h
    JOIN (SELECT hold, sum(credits) AS credits, sum(captured) AS captured, sum(released) AS released
      FROM ledger_hold_lots GROUP BY hold) p ON p.hold = h.id
    WHERE p.credits <> h.credits OR p.captured <> h.captured OR p.released <> h.released
  UNION ALL
  SELECT 'a lot is held by the holds on it', l.id::text FROM ledger_lots l
    LEFT JOIN (SELECT lot, sum(credits - captured - released) AS open FROM ledger_hold_lots GROUP BY lot) p ON p.lot = l.id
    WHERE l.held <> coalesce(p.open, 0)
$$;
