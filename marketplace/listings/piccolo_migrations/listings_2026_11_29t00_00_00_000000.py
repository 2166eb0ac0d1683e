from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-29T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a dirty set for each search index"


def params(**changes):
    return {
        "null": False,
        "primary_key": False,
        "unique": False,
        "index": False,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
    } | changes


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    manager.add_table(class_name="SearchIndex", tablename="search_index", schema=None, columns=None)

    manager.add_column(
        table_class_name="SearchIndex",
        tablename="search_index",
        column_name="name",
        db_column_name="name",
        column_class_name="Text",
        column_class=Text,
        params=params(default="", primary_key=True),
        schema=None,
    )

    manager.add_column(
        table_class_name="SearchIndex",
        tablename="search_index",
        column_name="added_at",
        db_column_name="added_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params=params(default=TimestamptzNow()),
        schema=None,
    )

    manager.add_column(
        table_class_name="SearchIndex",
        tablename="search_index",
        column_name="needs_rebuild",
        db_column_name="needs_rebuild",
        column_class_name="Boolean",
        column_class=Boolean,
        params=params(default=False),
        schema=None,
    )

    manager.add_column(
        table_class_name="DirtyListing",
        tablename="dirty_listing",
        column_name="engine",
        db_column_name="engine",
        column_class_name="Text",
        column_class=Text,
        params=params(default=""),
        schema=None,
    )

    return manager
