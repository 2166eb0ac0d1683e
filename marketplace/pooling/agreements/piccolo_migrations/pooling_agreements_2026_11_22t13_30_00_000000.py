from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T13:30:00:000000"
VERSION = "1.38.0"
APP = "pooling_agreements"
DESCRIPTION = "checks, indexes and laws that Piccolo cannot say"

CHECKS = {
    "pool_agreement": {
        "pool_agreement_state_v1": "state IN ('writing', 'proposed', 'in_force', 'replaced', 'dropped')",
        "pool_agreement_number_v1": "number >= 1",
        "pool_agreement_version_v1": "version >= 1",
        "pool_agreement_proposed_v1": "(state = 'writing') = (proposed_at IS NULL)",
        "pool_agreement_frozen_v1": "(state = 'writing') = (words IS NULL)",
        "pool_agreement_in_force_v1": "(state IN ('in_force', 'replaced')) = (in_force_at IS NOT NULL)",
        "pool_agreement_ended_v1": "(state IN ('replaced', 'dropped')) = (ended_at IS NOT NULL)",
    },
    "member_outcome": {"member_outcome_words_v1": "words <> ''", "member_outcome_version_v1": "version >= 1"},
    "council_said": {"council_said_who_v1": "who <> ''"},
}
INDEXES = (
    "CREATE UNIQUE INDEX pool_agreement_number_once_v1 ON pool_agreement (pool, number)",
    # A pool has one draft, one version that waits and one in force at most.
    "CREATE UNIQUE INDEX pool_agreement_state_once_v1 ON pool_agreement (pool, state)"
    " WHERE state IN ('writing', 'proposed', 'in_force')",
    "CREATE UNIQUE INDEX agreement_consent_once_v1 ON agreement_consent (agreement, member)",
)
LAWS = (
    """
CREATE FUNCTION pool_agreement_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'writing' THEN
        RAISE EXCEPTION 'A version begins as a draft.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('writing', 'proposed'), ('proposed', 'in_force'), ('proposed', 'dropped'), ('in_force', 'replaced')
    ) THEN
        RAISE EXCEPTION 'A version takes no step from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'writing'
        AND (NEW.id, NEW.pool, NEW.number, NEW.terms, NEW.words, NEW.proposed_at)
        IS DISTINCT FROM (OLD.id, OLD.pool, OLD.number, OLD.terms, OLD.words, OLD.proposed_at) THEN
        RAISE EXCEPTION 'What a version says does not change once it was proposed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER pool_agreement_steps BEFORE INSERT OR UPDATE ON pool_agreement
    FOR EACH ROW EXECUTE FUNCTION pool_agreement_takes_steps();
""",
    """
CREATE FUNCTION pool_agreement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- With its pool it goes, and with the last account that has a part in it.
    IF OLD.state <> 'writing' AND EXISTS (
        SELECT FROM pool p JOIN pool_member m ON m.pool = p.id WHERE p.id = OLD.pool AND m.account IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A version that was proposed stays.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
""",
    """
CREATE TRIGGER pool_agreement_no_delete BEFORE DELETE ON pool_agreement
    FOR EACH ROW EXECUTE FUNCTION pool_agreement_stays();
""",
    """
CREATE FUNCTION agreement_consent_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.agreement ELSE NEW.agreement END;
    found record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'That somebody agreed is not changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT a.state, a.terms INTO found FROM pool_agreement a JOIN pool p ON p.id = a.pool WHERE a.id = of;
    IF TG_OP = 'DELETE' THEN
        IF found.state IS NOT NULL AND found.state <> 'proposed' THEN
            RAISE EXCEPTION 'A yes is taken back only while a version waits.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF found.state IS DISTINCT FROM 'proposed' THEN
        RAISE EXCEPTION 'Only a version that waits can be agreed to.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT found.terms->'members' @> jsonb_build_array(jsonb_build_object('member_id', NEW.member::text)) THEN
        RAISE EXCEPTION 'Only who is named can agree.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER agreement_consent_open BEFORE INSERT OR UPDATE OR DELETE ON agreement_consent
    FOR EACH ROW EXECUTE FUNCTION agreement_consent_is_open();
""",
    """
CREATE FUNCTION pool_agreement_check(of uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found record;
    is_missing boolean;
BEGIN
    SELECT a.state, a.terms INTO found FROM pool_agreement a WHERE a.id = of;
    IF found.state IS NULL OR found.state IN ('writing', 'dropped') THEN
        RETURN;
    END IF;
    is_missing := jsonb_array_length(coalesce(found.terms->'members', '[]')) = 0 OR EXISTS (
        SELECT FROM jsonb_array_elements(found.terms->'members') AS named
        WHERE NOT EXISTS (
            SELECT FROM agreement_consent c
            WHERE c.agreement = of AND c.member = (named->>'member_id')::uuid
        )
    );
    IF found.state IN ('in_force', 'replaced') AND is_missing THEN
        RAISE EXCEPTION 'A version is in force only when everybody whom it names has agreed to it.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF found.state = 'proposed' AND NOT is_missing THEN
        RAISE EXCEPTION 'A version to which everybody has agreed is in force.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
""",
    """
CREATE FUNCTION pool_agreement_is_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'pool_agreement' THEN
        PERFORM pool_agreement_check(NEW.id);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM pool_agreement_check(OLD.agreement);
    ELSE
        PERFORM pool_agreement_check(NEW.agreement);
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE CONSTRAINT TRIGGER pool_agreement_agreed AFTER INSERT OR UPDATE ON pool_agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pool_agreement_is_agreed();
""",
    """
CREATE CONSTRAINT TRIGGER agreement_consent_agreed AFTER INSERT OR DELETE ON agreement_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pool_agreement_is_agreed();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_laws():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for statement in (*INDEXES, *LAWS):
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_laws)
    return manager
