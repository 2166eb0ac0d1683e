"""The door of the places room: the gazetteer, the councils and who helps with direct payments."""

from pathlib import Path

from msgspec import structs

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError
from marketplace.kernel.settings import Settings
from marketplace.places import repository
from marketplace.places.councils.service import find_council, get_council, list_councils
from marketplace.places.gazetteer.lookup import Gazetteer
from marketplace.places.gazetteer.pack import Progress, ensure_pack, pack_name
from marketplace.places.geocoder import Geocoder, open_geocoder
from marketplace.places.rules import check_support, default_support
from marketplace.places.schemas import DirectPaymentSupport, PlaceAnswer, PlaceKind, UnknownPlace

__all__ = [
    "Gazetteer",
    "Geocoder",
    "configured_geocoder",
    "find_council",
    "find_place",
    "find_support",
    "get_council",
    "list_councils",
    "open_gazetteer",
    "open_geocoder",
    "pack_name",
    "set_support",
]


def open_gazetteer(data_dir: Path, progress: Progress | None = None) -> Gazetteer:
    """Open the gazetteer of a data directory; build it first if it is not there (some ten seconds, once).

    The files are memory-mapped, so that all processes of a machine share them.
    """
    return Gazetteer(ensure_pack(data_dir, progress))


def configured_geocoder(settings: Settings) -> Geocoder | None:
    """The geocoder that the settings name, or None. OperatorError when it cannot be used as it is set."""
    return open_geocoder(
        settings.geocoder,
        settings.data_dir,
        user_agent=settings.geocoder_user_agent,
        domain=settings.geocoder_domain,
        api_key=settings.geocoder_api_key,
        timeout_seconds=settings.geocoder_timeout_seconds,
    )


async def find_place(text: str, gazetteer: Gazetteer, geocoder: Geocoder | None = None) -> PlaceAnswer:
    """Understand a text as a place: offline, and with the geocoder only if nothing is known that way.

    An online answer counts only if it is in the United Kingdom; its council is that of the nearest postcode.
    Not for suggestions while typing: geocoders forbid that, and `Gazetteer.suggest_places` is for it.
    """
    answer = gazetteer.find_place(text)
    if geocoder is None or not isinstance(answer, UnknownPlace) or not answer.asked:
        return answer
    found = await geocoder.find(answer.asked)
    near = gazetteer.place_at(found.latitude, found.longitude) if found else None
    if found is None or near is None:
        return answer
    return structs.replace(
        near,
        label=", ".join(part.strip() for part in found.name.split(",")[:2]),
        kind=PlaceKind.TOWN,
        latitude=round(found.latitude, 5),
        longitude=round(found.longitude, 5),
        attribution=geocoder.attribution,
    )


async def find_support(council_code: str | None) -> DirectPaymentSupport:
    """Who helps people of a council's area with direct payments; where to ask, if nobody is on record."""
    council = find_council(council_code) if council_code else None
    kept = await repository.find_support(council.code) if council else None
    return kept or default_support(council)


async def set_support(council_code: str, support: DirectPaymentSupport, actor: str) -> None:
    """Put on record who helps in a council's area. InvalidError says what is wrong with the facts."""
    council = get_council(council_code)
    problems = check_support(support, clock.today())
    if problems:
        raise InvalidError(problems)
    async with transaction():
        before = await repository.find_support(council.code)
        record_id = await repository.put_support(council.code, support)
        await audit.record(
            "set",
            "direct_payment_support",
            record_id,
            actor,
            before=before,
            after={"council": council.code} | structs.asdict(support),
            council=council.code,
        )
