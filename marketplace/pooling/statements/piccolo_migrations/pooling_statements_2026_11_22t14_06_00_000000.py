from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T14:06:00:000000"
VERSION = "1.38.0"
APP = "pooling_statements"
DESCRIPTION = "checks, indexes and steps that Piccolo cannot say"

CHECKS = {
    "statement_share_period_v1": "until >= since",
    "statement_share_parts_v1": "cardinality(parts) > 0",
    "statement_share_expires_v1": "expires_at > made_at",
    "statement_share_answer_v1": "answer IN ('', 'looks_fine', 'let_us_talk')",
    "statement_share_answered_v1": "(answer = '') = (answered_at IS NULL)",
    "statement_share_read_first_v1": "answer = '' OR opened_at IS NOT NULL",
    "statement_share_reader_v1": "reader IS NULL OR opened_at IS NOT NULL",
}
INDEXES = ("CREATE INDEX statement_share_pool_v1 ON statement_share (pool)",)
STEPS = (
    """
CREATE FUNCTION statement_share_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.pool, NEW.member, NEW.council_code, NEW.since, NEW.until, NEW.parts, NEW.made_at,
        NEW.expires_at)
        IS DISTINCT FROM (OLD.id, OLD.pool, OLD.member, OLD.council_code, OLD.since, OLD.until, OLD.parts,
        OLD.made_at, OLD.expires_at) THEN
        RAISE EXCEPTION 'What a member shows does not change.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.opened_at IS NOT NULL AND (NEW.opened_at IS DISTINCT FROM OLD.opened_at
        OR (NEW.reader IS NOT NULL AND NEW.reader IS DISTINCT FROM OLD.reader)) THEN
        RAISE EXCEPTION 'Who opened a statement first is the only one who does.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.answer <> OLD.answer AND (OLD.answer = 'looks_fine' OR NEW.answer = '') THEN
        RAISE EXCEPTION 'No answer comes after “looks fine”, and none is taken back.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
        RAISE EXCEPTION 'What was taken back stays so.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL AND (NEW.answer <> OLD.answer OR NEW.reader IS DISTINCT FROM OLD.reader)
        AND NEW.reader IS NOT NULL THEN
        RAISE EXCEPTION 'What was taken back is neither opened nor answered.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER statement_share_steps BEFORE UPDATE ON statement_share
    FOR EACH ROW EXECUTE FUNCTION statement_share_takes_steps();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_steps():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for name, condition in CHECKS.items():
            await RawTable.raw(f"ALTER TABLE statement_share ADD CONSTRAINT {name} CHECK ({condition})")
        for statement in (*INDEXES, *STEPS):
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
