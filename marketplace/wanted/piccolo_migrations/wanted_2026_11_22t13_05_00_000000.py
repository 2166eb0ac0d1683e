from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T13:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "adverts for somebody for whom one acts"

_PARAMS = {
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="wanted", description=DESCRIPTION)

    manager.add_column(
        table_class_name="WantedAdvert",
        tablename="wanted_advert",
        column_name="acting_for",
        db_column_name="acting_for",
        column_class_name="UUID",
        column_class=UUID,
        params={"default": None, "null": True, **_PARAMS},
        schema=None,
    )

    manager.add_column(
        table_class_name="WantedAdvert",
        tablename="wanted_advert",
        column_name="relation",
        db_column_name="relation",
        column_class_name="Text",
        column_class=Text,
        params={"default": "", "null": False, **_PARAMS},
        schema=None,
    )

    return manager
