"""Tables of the listings room, named as in Open Referral. All text arrays hold codes of the taxonomies.

Only `service` rows with status `published` and not hidden are public. `service_area_base` is private: no
query that answers the public reads it.
"""

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Text,
    Time,
    Timestamptz,
)
from piccolo.table import Table


class Organization(Table, tablename="organization"):
    """Who offers something. For a PA the name is a first name and initial."""

    id: UUID = UUID(primary_key=True)
    name: Text = Text()
    description: Text = Text()
    website: Text = Text(null=True, default=None)
    version: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz()
    updated_at: Timestamptz = Timestamptz()


class Location(Table, tablename="location"):
    """A place that people go to. Public."""

    id: UUID = UUID(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.restrict, null=False, index=True
    )
    name: Text = Text()
    address: Text = Text()
    town: Text = Text()
    postcode: Text = Text()
    latitude: DoublePrecision = DoublePrecision(default=None)
    longitude: DoublePrecision = DoublePrecision(default=None)


class Service(Table, tablename="service"):
    """A listing. `price_pence`, `times`, `checks_held` and `council_code` follow from the rest."""

    id: UUID = UUID(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.restrict, null=False, index=True
    )
    location: ForeignKey[Location] = ForeignKey(Location, on_delete=OnDelete.restrict, null=True, index=True)
    status: Text = Text(default="draft")
    is_hidden: Boolean = Boolean(default=False)
    """There is a reason to hide it; kept in step with `hidden_for` by a check of the table."""
    hidden_for: Array = Array(base_column=Text())
    """Why it is not shown though its status says so: codes of HiddenReason, in alphabetical order."""
    version: Integer = Integer(default=1)
    kind: Text = Text()
    title: Text = Text()
    summary: Text = Text()
    description: Text = Text()
    easy_read: Array = Array(base_column=Text())
    easy_read_pictures: Array = Array(base_column=Text())
    """Code of a symbol for each line, "" for none; or empty."""
    care_groups: Array = Array(base_column=Text())
    support_types: Array = Array(base_column=Text())
    languages: Array = Array(base_column=Text())
    cultures: Array = Array(base_column=Text())
    genders: Array = Array(base_column=Text())
    transport: Array = Array(base_column=Text())
    access: Array = Array(base_column=Text())
    funding: Array = Array(base_column=Text())
    hours_per_week: DoublePrecision = DoublePrecision(null=True, default=None)
    places: Integer = Integer(null=True, default=None)
    capacity_as_of: Date = Date(null=True, default=None)
    """Set when anything was said about capacity."""
    cqc_status: Text = Text(default="not_needed")
    cqc_location_id: Text = Text(null=True, default=None)
    workers: Integer = Integer(null=True, default=None)
    minimum_age: SmallInt = SmallInt(null=True, default=None)
    maximum_age: SmallInt = SmallInt(null=True, default=None)
    council_code: Text = Text(null=True, default=None)
    price_pence: Integer = Integer(null=True, default=None)
    """Lowest price of any unit, without fares beside others; 0 = free."""
    times: Array = Array(base_column=Text())
    """Days and parts of the day, "mon.morning"."""
    checks_held: Array = Array(base_column=Text())
    """Codes of the checks in date when it was last looked at."""
    is_demonstration: Boolean = Boolean(default=False)
    confirmed_on: Date = Date()
    created_at: Timestamptz = Timestamptz()
    updated_at: Timestamptz = Timestamptz()
    published_at: Timestamptz = Timestamptz(null=True, default=None)
    withdrawn_at: Timestamptz = Timestamptz(null=True, default=None)


class ServiceArea(Table, tablename="service_area"):
    """Where a provider travels, as anyone may see it: the point is the venue's, or a private base snapped."""

    service: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    near: Text = Text(null=True, default=None)
    """Postcode district of the point."""
    latitude: DoublePrecision = DoublePrecision(null=True, default=None)
    longitude: DoublePrecision = DoublePrecision(null=True, default=None)
    miles: DoublePrecision = DoublePrecision(default=0.0)
    named: Array = Array(base_column=Text())
    """Postcode districts, council and nation codes."""


class ServiceAreaBase(Table, tablename="service_area_base"):
    """Private: where a provider sets out from."""

    service: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    postcode: Text = Text()
    latitude: DoublePrecision = DoublePrecision(default=None)
    longitude: DoublePrecision = DoublePrecision(default=None)


class CostOption(Table, tablename="cost_option"):
    """A price of a listing."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    position: SmallInt = SmallInt(default=0)
    unit: Text = Text()
    amount_pence: Integer = Integer()
    amount_to_pence: Integer = Integer(null=True, default=None)
    description: Text = Text()


class Schedule(Table, tablename="schedule"):
    """A time of the week, on one or several days."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    position: SmallInt = SmallInt(default=0)
    days: Array = Array(base_column=Text())
    opens_at: Time = Time()
    closes_at: Time = Time()


class CheckRecord(Table, tablename="check_record"):
    """Something that was checked about a listing. Its id stays the same while kind, level and date do."""

    id: UUID = UUID(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    position: SmallInt = SmallInt(default=0)
    kind: Text = Text()
    level: Text = Text()
    checked_on: Date = Date()
    expires_on: Date = Date(null=True, default=None)
    checked_by: Text = Text()


class MediaFile(Table, tablename="media"):
    """A picture by the SHA-256 of its content."""

    hash: Text = Text(primary_key=True)
    content_type: Text = Text()
    content: Bytea = Bytea()
    size_bytes: BigInt = BigInt()
    created_at: Timestamptz = Timestamptz()


class Photo(Table, tablename="photo"):
    """A picture of a listing, with the words that stand for it."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    position: SmallInt = SmallInt(default=0)
    media: ForeignKey[MediaFile] = ForeignKey(MediaFile, on_delete=OnDelete.restrict, null=False, index=True)
    alt: Text = Text()


class SearchIndex(Table, tablename="search_index"):
    """Search engines that the worker keeps in step. Each has its own dirty set.

    Written by the worker when its settings change; whoever changes a listing marks it for each of them.
    """

    name: Text = Text(primary_key=True)
    added_at: Timestamptz = Timestamptz()
    needs_rebuild: Boolean = Boolean(default=False)
    """It was never filled, or missed changes: publishing what waits would leave it with holes."""


class DirtyListing(Table, tablename="dirty_listing"):
    """Listings that a search index has not seen in their present version.

    A set, not a log; no foreign key, so that a listing that is gone can still be taken out of the index.
    In the database the key is (service, engine), which Piccolo cannot say.
    """

    service: UUID = UUID(primary_key=True)
    engine: Text = Text()
    """Name of the index that has not seen it."""
    version: Integer = Integer()
    marked_at: Timestamptz = Timestamptz()
    """Since when it waits."""
    problem: Text = Text(null=True, default=None)
    """Why the index would not take it: set aside until it changes or somebody asks again."""
