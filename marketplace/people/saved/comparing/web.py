"""Listings side by side. Which ones is in the address, so that the page can be sent on or printed again."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from marketplace.finder.comparing.rules import MOST_COMPARED
from marketplace.finder.comparing.service import compare_listings
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import AnyRequest
from marketplace.places import service as places
from marketplace.places.schemas import Place, PlaceAnswer, PlaceChoices, UnknownPlace
from marketplace.places.service import Gazetteer, Geocoder

_LONGEST_PLACE = 200
_FEWEST_COMPARED = 2
_NO_STORE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


@get("/saved/compare", opt=PUBLIC, include_in_schema=False)
async def show_comparison(
    request: AnyRequest,
    gazetteer: NamedDependency[Gazetteer],
    geocoder: NamedDependency[Geocoder | None],
    near: FromQuery[str | None] = None,
) -> Template:
    """Two to four listings side by side. Status 400 with too few, or a place that is not known."""
    typed = " ".join((near or "").split())[:_LONGEST_PLACE]
    answer = await places.find_place(typed, gazetteer, geocoder) if typed else None
    wanted = list(dict.fromkeys(_ids_in(request.query_params.getall("listing", []))))
    comparison = await compare_listings(wanted[:MOST_COMPARED], answer if isinstance(answer, Place) else None)
    errors = _errors(len(wanted), answer)
    return Template(
        "people/saved/compare.html",
        context={
            "comparison": comparison,
            "errors": errors,
            "near": typed,
            "place": answer if isinstance(answer, Place) else None,
            "choices": answer.choices if isinstance(answer, PlaceChoices) else (),
            "too_many": len(wanted) > MOST_COMPARED,
            "gone": len(wanted[:MOST_COMPARED]) - len(comparison.listings),
        },
        status_code=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        headers=_NO_STORE,
    )


def _errors(number: int, answer: PlaceAnswer | None) -> dict[str, str]:
    errors = {}
    if number < _FEWEST_COMPARED:
        errors["listing"] = _("Tick two, three or four on your list to compare them.")
    if isinstance(answer, UnknownPlace):
        errors["near"] = answer.message
    return errors


def _ids_in(texts: Iterable[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
