"""Puts all answers of a request on one page."""

from collections.abc import Mapping
from typing import Any

from marketplace.finder.schemas import ListingWords
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import ChangeRequest, Reading, Step
from marketplace.listings.editing.steps.rules import FIELDS, steps_of
from marketplace.provider.requests.schemas import Overlap, Row, Section
from marketplace.provider.saying.rules import answer_words, cost_words
from marketplace.provider.steps.rules import CHECK_PAGE, step_url, titles
from marketplace.provider.steps.schemas import FORMS


def sections_of(request: ChangeRequest, reading: Reading, words: ListingWords) -> tuple[Section, ...]:
    """All pages of questions with their answers, as typed and, where that says more, as understood."""
    understood = _understood(reading, words)
    sections = []
    for step in steps_of(request.content):
        url = step_url(request.id, step, CHECK_PAGE)
        sections.append(
            Section(
                title=titles()[step],
                url=url,
                rows=_rows(request, step, understood),
                problems=tuple(
                    (f"{url}#{_anchor(problem.field)}", problem.message)
                    for problem in reading.by_step.get(step, ())
                ),
            )
        )
    return tuple(sections)


def overlaps_of(request: ChangeRequest, reading: Reading) -> tuple[Overlap, ...]:
    """What somebody else changed meanwhile of what this request changes, page by page."""
    return tuple(
        Overlap(
            label=_label(step, name),
            words=_words(name, reading.overlaps[name]),
            url=step_url(request.id, step, CHECK_PAGE),
        )
        for step in steps_of(request.content)
        for name in FIELDS[step]
        if name in reading.overlaps and name != "easy_read_pictures"
    )


def done_words(code: str) -> str:
    """What a page says was done, by a code that stands in its address."""
    return {
        "saved": _("Saved. You can come back at any time."),
        "handed-in": _("It is handed in. A steward of the council looks at it; we write to you."),
        "taken-back": _("You have it back, and can change it."),
    }.get(code, "")


def _rows(request: ChangeRequest, step: Step, understood: Mapping[str, str]) -> tuple[Row, ...]:
    rows = []
    for field in FIELDS[step]:
        words = _words(field, _answer(request, field))
        if words and field != "easy_read_pictures":
            label = _label(step, field)
            rows.append(Row(label=label, words=words, understood=understood.get(field, "")))
    return tuple(rows)


def _label(step: Step, field: str) -> str:
    """A question, or what its page is called where it has no words of its own."""
    form = FORMS[step]() if step in FORMS else None
    return str(form[field].label.text) if form is not None and field in form else titles()[step]


def _words(field: str, answer: Any) -> str:
    if field == "photos":
        return "\n".join(str(photo["alt"]) for photo in answer or ())
    return answer_words(field, answer)


def _answer(request: ChangeRequest, field: str) -> object:
    """An answer; the name of the organisation where none was given here."""
    if field == "organization_name" and field not in request.content:
        return request.organization.name
    return request.content.get(field)


def _understood(reading: Reading, words: ListingWords) -> dict[str, str]:
    """What was made of prices, times and areas."""
    draft = reading.draft
    return {
        "prices": "\n".join(cost_words(cost) for cost in draft.costs),
        "hours": "\n".join(f"{day.day}: {', '.join(day.times)}" for day in words.week)
        if draft.schedule
        else "",
        "venue_postcode": words.where[0] if draft.venue and words.where else "",
        "named": words.where[-1] if draft.area and draft.area.named and words.where else "",
    }


def _anchor(field: str) -> str:
    name, _dot, number = field.partition(".")
    if name == "easy_read" and number.isdigit():
        return f"line-{int(number) + 1}"
    return name
