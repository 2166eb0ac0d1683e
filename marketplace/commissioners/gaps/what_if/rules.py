"""What-if in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from marketplace.commissioners.gaps.what_if.schemas import Answer, ChangedRow, Place
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import NeedSource
from marketplace.gaps.what_if.schemas import Asked, Changed, Suggestion, Suggestions
from marketplace.kernel.i18n import gettext as _
from marketplace.places.rules import distance_miles
from search.documents import Point

MOST_ROWS = 10
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,2})?")
FARTHEST_MILES = 10.0
"""A place further than this from the middle of every small area is not one of the council."""


def read_number(text: str) -> float | None:
    """A number above 0 as people type it: "10", "2.5", "1,200"; None for anything else."""
    plain = text.replace(",", "").replace(" ", "")
    number = float(plain) if _NUMBER.fullmatch(plain) else 0.0
    return number if number > 0 else None


def nearest(point: Point, areas: Sequence[tuple[str, Point]]) -> str | None:
    """The small area whose middle is nearest; None where none is near."""
    found = min(
        ((distance_miles(point, at), code) for code, at in areas),
        default=(FARTHEST_MILES + 1, ""),
    )
    return found[1] if found[0] <= FARTHEST_MILES else None


def added(changed: Changed, amount: float, area_code: str, name: str) -> Answer:
    """What an addition changes."""
    asked = changed.asked
    return Answer(
        title=_(
            "%(amount)s more for %(group)s in %(place)s",
            amount=wording.amount_words(asked.unit, amount),
            group=group_words(asked.group).lower(),
            place=name,
        ),
        words=_added_words(changed),
        before=changed.before,
        after=changed.after,
        usual=changed.usual,
        area_codes=changed.area_codes,
        marked=(area_code,),
    )


def _people(number: float) -> str:
    return wording.people_words(number, NeedSource.ESTIMATE)


def _added_words(changed: Changed) -> tuple[str, ...]:
    words = [
        _(
            "It would be shared among %(reach)s, near ones counting more, some of them of other councils.",
            reach=_people(changed.people_in_reach),
        ),
        _("%(people)s of this council would have more.", people=_capital(_people(changed.people_affected))),
    ]
    if changed.people_reaching > 0:
        words.append(
            _(
                "%(people)s would go from less than half of England has to as much.",
                people=_capital(_people(changed.people_reaching)),
            )
        )
    else:
        words.append(_("It would bring no area up to what half of England has."))
    return tuple(words)


def closed(changed: Changed, title: str) -> Answer:
    """What a closure changes."""
    falling = (
        _(
            "%(people)s would go from as much as half of England has to less.",
            people=_capital(_people(changed.people_falling)),
        )
        if changed.people_falling > 0
        else _("No area would fall below what half of England has that is not below it now.")
    )
    return Answer(
        title=_("“%(title)s” closes", title=title),
        words=(
            _(
                "For %(group)s: %(people)s of this council would have less.",
                group=group_words(changed.asked.group).lower(),
                people=_people(changed.people_affected),
            ),
            falling,
        ),
        before=changed.before,
        after=changed.after,
        usual=changed.usual,
        area_codes=changed.area_codes,
    )


def suggested(found: Suggestions, names: Mapping[str, str], base: str, query: str) -> Answer:
    """Where more would help most."""
    asked = found.asked
    amount = wording.amount_words(asked.unit, found.amount)
    return Answer(
        title=_(
            "Where %(amount)s more for %(group)s would help most",
            amount=amount,
            group=group_words(asked.group).lower(),
        ),
        words=(
            _(
                "%(people)s of this council have less than half of England has. Every small area was tried; "
                "each place is the best one when those before it are there already.",
                people=_capital(_people(found.people_short)),
            ),
        )
        if found.chosen
        else (_("Nowhere in this council would it help anybody who has less than half of England has."),),
        before=found.before,
        after=found.after,
        usual=found.usual,
        area_codes=found.area_codes,
        places=tuple(
            _place(number, each, names[each.area_code], f"{base}/areas/{each.area_code}{query}")
            for number, each in enumerate(found.chosen, 1)
        ),
        marked=tuple(each.area_code for each in found.chosen),
    )


def _place(number: int, each: Suggestion, name: str, href: str) -> Place:
    words = _(
        "%(people)s who have less than usual would have more; %(reaching)s would have the usual.",
        people=_capital(_people(each.people_affected)),
        reaching=_people(each.people_reaching),
    )
    return Place(number=number, name=name, words=words, href=href)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def changed_rows(answer: Answer, names: Mapping[str, str], base: str, query: str) -> list[ChangedRow]:
    """The small areas where most changes."""
    columns = zip(answer.area_codes, answer.before, answer.after, strict=True)
    moved = sorted(columns, key=lambda each: (-abs(each[2] - each[1]), each[0]))
    return [
        ChangedRow(
            name=names[code],
            href=f"{base}/areas/{code}{query}",
            before=wording.number(before),
            after=wording.number(after),
        )
        for code, before, after in moved
        if abs(after - before) > 1e-9  # noqa: PLR2004 - a rounding error is no change
    ][:MOST_ROWS]


def query_for(asked: Asked) -> str:
    """The end of the address of a small area's page."""
    parts = {"group": asked.group.value, "unit": asked.unit.value, "type": asked.support_type}
    return f"?{urlencode({name: value for name, value in parts.items() if value})}"
