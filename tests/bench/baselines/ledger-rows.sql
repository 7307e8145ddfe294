-- The same rows as ledger_hold and ledger_capture write, and nothing else: no lock, no look at the balance, no key that was
-- used before, no choosing among lots, no outcome. What a ledger costs at the least.
CREATE FUNCTION bare_hold(p_journal uuid, p_owner uuid, p_hold uuid, p_lot uuid, p_credits bigint, p_now bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_holds (id, owner, credits, at_ms) VALUES (p_hold, p_owner, p_credits, p_now);
  UPDATE ledger_lots SET remaining = remaining - p_credits, held = held + p_credits WHERE id = p_lot;
  INSERT INTO ledger_hold_lots (hold, place, lot, credits) VALUES (p_hold, 0, p_lot, p_credits);
  INSERT INTO ledger_journals (id, owner, verb, key, input_hash, amount, about, at_ms)
    VALUES (p_journal, p_owner, 'hold', 'hold:' || p_hold, 'none', p_credits, '{}', p_now);
  INSERT INTO ledger_entries (journal, owner, account, amount)
    VALUES (p_journal, p_owner, 'available', -p_credits), (p_journal, p_owner, 'held', p_credits);
  UPDATE ledger_owners SET available = available - p_credits, held = held + p_credits WHERE owner = p_owner;
END;
$$;

CREATE FUNCTION bare_capture(p_journal uuid, p_owner uuid, p_hold uuid, p_lot uuid, p_credits bigint, p_key text, p_now bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_hold_lots SET captured = captured + p_credits WHERE hold = p_hold AND place = 0;
  UPDATE ledger_lots SET held = held - p_credits, used = used + p_credits WHERE id = p_lot;
  UPDATE ledger_holds SET captured = captured + p_credits WHERE id = p_hold;
  INSERT INTO ledger_journals (id, owner, verb, key, input_hash, amount, about, at_ms)
    VALUES (p_journal, p_owner, 'capture', p_key, 'none', p_credits, '{}', p_now);
  INSERT INTO ledger_entries (journal, owner, account, amount)
    VALUES (p_journal, p_owner, 'held', -p_credits), (p_journal, p_owner, 'captured', p_credits);
  UPDATE ledger_owners SET held = held - p_credits WHERE owner = p_owner;
END;
$$;
