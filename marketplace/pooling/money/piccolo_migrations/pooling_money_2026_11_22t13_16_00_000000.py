from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T13:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "entries add up, are numbered without gaps, and are only ever added"

CHECKS = {
    "ledger_entry": {
        "ledger_entry_number_v1": "number >= 1",
        "ledger_entry_kind_v1": "kind IN ('opening', 'contribution', 'bill', 'bill_paid', 'bill_paid_direct',"
        " 'spend', 'refund_in', 'refund_out', 'settlement', 'reversal', 'brought_forward')",
        "ledger_entry_reverses_v1": "(kind = 'reversal') = (reverses IS NOT NULL)",
        "ledger_entry_refers_v1": "(kind IN ('bill_paid', 'bill_paid_direct', 'refund_in'))"
        " = (refers_to IS NOT NULL)",
        "ledger_entry_rule_v1": "share_rule IN ('', 'equal', 'weight', 'fixed', 'sessions')"
        " AND (share_rule <> '') = (kind IN ('bill', 'spend'))",
        "ledger_entry_period_v1": "(since IS NULL) = (until IS NULL) AND (since IS NULL OR since <= until)",
        "ledger_entry_postings_v1": "postings >= 2 OR (kind = 'brought_forward' AND postings >= 0)",
    },
    "ledger_posting": {
        "ledger_posting_account_v1": "account IN ('cash', 'owed', 'member')",
        "ledger_posting_member_v1": "(account = 'member') = (member IS NOT NULL)",
        "ledger_posting_share_v1": "(exact_micropence IS NULL) = (weight IS NULL)"
        " AND (exact_micropence IS NULL OR account = 'member')",
    },
    "contribution_due": {"contribution_due_amount_v1": "amount_pence > 0"},
    "pool_session": {"pool_session_part_v1": "part IN ('', 'morning', 'afternoon', 'evening')"},
    "attendance": {"attendance_state_v1": "state IN ('came', 'absent_with_notice', 'absent')"},
}
INDEXES = (
    "CREATE UNIQUE INDEX ledger_entry_pool_number_v1 ON ledger_entry (pool, number)",
    "CREATE UNIQUE INDEX ledger_entry_pool_token_v1 ON ledger_entry (pool, token)",
    "CREATE UNIQUE INDEX ledger_entry_reverses_once_v1 ON ledger_entry (reverses) WHERE reverses IS NOT NULL",
    "CREATE INDEX ledger_entry_refers_v1 ON ledger_entry (refers_to) WHERE refers_to IS NOT NULL",
    "CREATE INDEX ledger_entry_day_v1 ON ledger_entry (pool, on_day, number)",
    "CREATE UNIQUE INDEX ledger_entry_whole_v1 ON ledger_entry (id, pool, on_day)",
    "CREATE UNIQUE INDEX ledger_posting_once_v1 ON ledger_posting (entry, account, member) NULLS NOT DISTINCT",
    # Balances are read from this alone.
    "CREATE INDEX ledger_posting_balance_v1 ON ledger_posting (pool, on_day)"
    " INCLUDE (account, member, amount_pence, exact_micropence)",
    "CREATE INDEX ledger_posting_member_v1 ON ledger_posting (member, on_day) WHERE member IS NOT NULL",
    "CREATE UNIQUE INDEX contribution_due_once_v1 ON contribution_due (member, due_on)",
    "CREATE UNIQUE INDEX pool_session_once_v1 ON pool_session (pool, held_on, part)",
    "CREATE INDEX pool_session_held_v1 ON pool_session (held_on)",
    "CREATE UNIQUE INDEX attendance_once_v1 ON attendance (session, member)",
    "CREATE INDEX attendance_member_v1 ON attendance (member)",
)
STEPS = (
    "ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_of_entry_v1"
    " FOREIGN KEY (entry, pool, on_day) REFERENCES ledger_entry (id, pool, on_day)",
    """
CREATE FUNCTION ledger_entry_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    next integer;
    taken_out record;
BEGIN
    PERFORM FROM pool WHERE id = NEW.pool FOR UPDATE;
    SELECT coalesce(max(number), 0) + 1 INTO next FROM ledger_entry WHERE pool = NEW.pool;
    IF NEW.kind = 'brought_forward' THEN
        -- Stands with the last number of those it stands for, before all others.
        IF current_setting('hereabouts.folding', true) IS DISTINCT FROM NEW.pool::text
            OR EXISTS (SELECT FROM ledger_entry WHERE pool = NEW.pool AND number <= NEW.number) THEN
            RAISE EXCEPTION 'Nothing is brought forward but by ledger_fold.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF NEW.number <> next THEN
        RAISE EXCEPTION 'The next entry of this pool is %, not %.', next, NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.recorded_by IS NOT NULL
        AND NOT EXISTS (SELECT FROM pool_member WHERE id = NEW.recorded_by AND pool = NEW.pool) THEN
        RAISE EXCEPTION 'Who records is of the pool.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.reverses IS NOT NULL OR NEW.refers_to IS NOT NULL THEN
        SELECT pool, kind INTO taken_out FROM ledger_entry WHERE id = coalesce(NEW.reverses, NEW.refers_to);
        IF taken_out.pool IS DISTINCT FROM NEW.pool
            OR taken_out.kind IN ('reversal', 'brought_forward') THEN
            RAISE EXCEPTION 'An entry refers to an entry of its own pool.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_next();
""",
    """
CREATE FUNCTION ledger_holds_together(entry_id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept record;
    lines record;
BEGIN
    SELECT * INTO kept FROM ledger_entry WHERE id = entry_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*) AS number, coalesce(sum(amount_pence), 0) AS pence,
        coalesce(sum(exact_micropence), 0) AS exact,
        coalesce(sum(amount_pence) FILTER (WHERE exact_micropence IS NOT NULL), 0) AS shared
        INTO lines FROM ledger_posting WHERE entry = entry_id;
    IF lines.number <> kept.postings THEN
        RAISE EXCEPTION 'Entry % has % lines, and says %.', kept.number, lines.number, kept.postings
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF lines.pence <> 0 THEN
        RAISE EXCEPTION 'The lines of entry % add up to %.', kept.number, lines.pence
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF kept.kind <> 'brought_forward' AND lines.exact <> lines.shared * 1000000 THEN
        RAISE EXCEPTION 'The exact shares of entry % do not make up what is shared.', kept.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF kept.reverses IS NOT NULL AND EXISTS (
        (SELECT account, member, -amount_pence, -exact_micropence FROM ledger_posting
            WHERE entry = kept.reverses
            EXCEPT SELECT account, member, amount_pence, exact_micropence FROM ledger_posting
            WHERE entry = entry_id)
        UNION ALL
        (SELECT account, member, amount_pence, exact_micropence FROM ledger_posting WHERE entry = entry_id
            EXCEPT SELECT account, member, -amount_pence, -exact_micropence FROM ledger_posting
            WHERE entry = kept.reverses)
    ) THEN
        RAISE EXCEPTION 'Entry % does not take out what it says.', kept.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
""",
    """
CREATE FUNCTION ledger_entry_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_holds_together(NEW.id);
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION ledger_posting_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_holds_together(NEW.entry);
    RETURN NULL;
END $$;
""",
    """
CREATE CONSTRAINT TRIGGER ledger_entry_whole AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_adds_up();
""",
    """
CREATE CONSTRAINT TRIGGER ledger_posting_whole AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_posting_adds_up();
""",
    """
CREATE FUNCTION ledger_member_is_of_pool() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pool_id uuid;
BEGIN
    IF TG_TABLE_NAME = 'attendance' THEN
        SELECT pool INTO pool_id FROM pool_session WHERE id = NEW.session;
    ELSE
        pool_id := NEW.pool;
    END IF;
    IF NEW.member IS NOT NULL
        AND NOT EXISTS (SELECT FROM pool_member WHERE id = NEW.member AND pool = pool_id) THEN
        RAISE EXCEPTION 'The member is of another pool.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER ledger_posting_member BEFORE INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_member_is_of_pool();
""",
    """
CREATE TRIGGER contribution_due_member BEFORE INSERT OR UPDATE ON contribution_due
    FOR EACH ROW EXECUTE FUNCTION ledger_member_is_of_pool();
""",
    """
CREATE TRIGGER attendance_member BEFORE INSERT OR UPDATE ON attendance
    FOR EACH ROW EXECUTE FUNCTION ledger_member_is_of_pool();
""",
    """
CREATE FUNCTION ledger_is_add_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Six years have to be over whatever is asked for, and the whole of a beginning goes at once.
    IF TG_OP = 'DELETE' AND current_setting('hereabouts.folding', true) = OLD.pool::text
        AND OLD.on_day < current_date - interval '6 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Rows of % are only ever added, and deleted when their time is over.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""",
    """
CREATE FUNCTION ledger_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are only ever added.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""",
    *(
        f"""
CREATE TRIGGER {table}_add_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_is_add_only();
"""
        for table in ("ledger_entry", "ledger_posting")
    ),
    *(
        f"""
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_not_emptied();
"""
        for table in ("ledger_entry", "ledger_posting")
    ),
    """
CREATE FUNCTION ledger_fold(pool_id uuid, before date, moment timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    last integer;
    old integer;
    last_day date;
    standing uuid := gen_random_uuid();
BEGIN
    PERFORM FROM pool WHERE id = pool_id FOR UPDATE;
    -- The longest beginning of which every entry is of before that day, and was recorded before it.
    SELECT min(number) - 1 INTO last FROM ledger_entry
        WHERE pool = pool_id AND (on_day >= before OR recorded_at >= before);
    IF last IS NULL THEN
        SELECT max(number) INTO last FROM ledger_entry WHERE pool = pool_id;
    END IF;
    SELECT count(*) FILTER (WHERE kind <> 'brought_forward'), max(on_day) INTO old, last_day
        FROM ledger_entry WHERE pool = pool_id AND number <= last;
    IF old = 0 THEN
        RETURN 0;
    END IF;
    CREATE TEMPORARY TABLE ledger_folded ON COMMIT DROP AS
        SELECT p.account, p.member, sum(p.amount_pence)::bigint AS amount_pence,
            sum(p.exact_micropence)::bigint AS exact_micropence,
            sum(p.amount_pence) FILTER (WHERE p.exact_micropence IS NOT NULL)::bigint AS shared
        FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry
        WHERE e.pool = pool_id AND e.number <= last GROUP BY p.account, p.member;
    PERFORM set_config('hereabouts.folding', pool_id::text, true);
    DELETE FROM ledger_posting p USING ledger_entry e
        WHERE e.id = p.entry AND e.pool = pool_id AND e.number <= last;
    DELETE FROM ledger_entry WHERE pool = pool_id AND number <= last;
    INSERT INTO ledger_entry (id, pool, number, kind, on_day, recorded_at, words, share_rule, token, postings)
        SELECT standing, pool_id, last, 'brought_forward', last_day, moment, '', '', standing,
            (SELECT count(*) FROM ledger_folded);
    INSERT INTO ledger_posting (entry, pool, on_day, account, member, amount_pence, exact_micropence, weight)
        SELECT standing, pool_id, last_day, account, member, amount_pence,
            -- Only how far a member is behind has to go on.
            exact_micropence - shared * 1000000 + amount_pence * 1000000,
            CASE WHEN exact_micropence IS NOT NULL THEN 0 END
        FROM ledger_folded;
    PERFORM set_config('hereabouts.folding', '', true);
    DROP TABLE ledger_folded;
    RETURN old;
END $$;
""",
    "REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry, ledger_posting FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION ledger_fold(uuid, date, timestamptz) FROM PUBLIC",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="pooling_money", description=DESCRIPTION)

    async def add_checks_and_steps():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for statement in (*INDEXES, *STEPS):
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
