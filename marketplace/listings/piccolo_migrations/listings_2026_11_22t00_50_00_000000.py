from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T00:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

CHECKS = {
    "service": {
        "service_status_v1": "status IN ('draft', 'in_review', 'published', 'withdrawn')",
        "service_kind_v1": "kind IN ('personal_assistant', 'micro_enterprise', 'co_operative',"
        " 'community_activity', 'support_organization')",
        "service_version_v1": "version >= 1",
        "service_cqc_v1": "cqc_status IN ('registered', 'exempt', 'not_needed')"
        " AND (cqc_status <> 'registered' OR cqc_location_id IS NOT NULL)",
        "service_capacity_v1": "coalesce(hours_per_week, 0) >= 0 AND coalesce(places, 0) >= 0",
        "service_ages_v1": "minimum_age IS NULL OR maximum_age IS NULL OR minimum_age <= maximum_age",
        "service_price_v1": "price_pence IS NULL OR price_pence >= 0",
        "service_dates_v1": "(status NOT IN ('published') OR published_at IS NOT NULL)"
        " AND (status <> 'withdrawn' OR withdrawn_at IS NOT NULL)",
        "service_title_v1": "title <> ''",
    },
    "location": {
        "location_point_v1": "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
    },
    "service_area": {
        "service_area_point_v1": "(latitude IS NULL) = (longitude IS NULL) AND miles >= 0"
        " AND (miles = 0 OR latitude IS NOT NULL)",
        "service_area_near_v1": "near IS NULL OR near !~ ' '",
    },
    "service_area_base": {
        "service_area_base_point_v1": "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
    },
    "cost_option": {
        "cost_option_amounts_v1": "amount_pence >= 0"
        " AND (amount_to_pence IS NULL OR amount_to_pence >= amount_pence)",
        "cost_option_unit_v1": "unit IN ('hour', 'session', 'day', 'night', 'week', 'trip', 'free')",
        "cost_option_free_v1": "(unit = 'free') = (amount_pence = 0)",
    },
    "check_record": {
        "check_record_dates_v1": "expires_on IS NULL OR expires_on >= checked_on",
    },
    "media": {
        "media_hash_v1": "hash ~ '^[0-9a-f]{64}$' AND octet_length(content) = size_bytes",
    },
    "photo": {
        "photo_alt_v1": "alt <> ''",
    },
}
INDEXES = (
    "CREATE UNIQUE INDEX cost_option_position_v1 ON cost_option (service, position)",
    "CREATE UNIQUE INDEX schedule_position_v1 ON schedule (service, position)",
    "CREATE INDEX check_record_service_v1 ON check_record (service, position)",
    "CREATE UNIQUE INDEX photo_position_v1 ON photo (service, position)",
    "CREATE INDEX check_record_expiry_v1 ON check_record (expires_on) WHERE expires_on IS NOT NULL",
    "CREATE INDEX service_public_v1 ON service (council_code, kind)"
    " WHERE status = 'published' AND NOT is_hidden",
    "CREATE INDEX service_confirmed_v1 ON service (confirmed_on) WHERE status = 'published'",
    "CREATE INDEX dirty_listing_waiting_v1 ON dirty_listing (marked_at) WHERE problem IS NULL",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await run(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for index in INDEXES:
            await run(index)

    async def run(sql):
        await RawTable.raw(sql.replace("{", "{{").replace("}", "}}"))

    manager.add_raw(add_checks_and_indexes)
    return manager
