"""Says a listing field by field, and what differs between two states of it."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from marketplace.finder.details.rules import ages_words, clock_words
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.words.rules import (
    availability_words,
    day_of_year,
    legend,
    miles_words,
    nation,
    price_words,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.drafts.rules import CODE_FIELDS
from marketplace.listings.schemas import Check, CqcStatus, ListingDraft
from marketplace.stewards.diffs.schemas import Diff, FieldDiff
from marketplace.stewards.diffs.texts.rules import Item, compare_items, compare_texts
from marketplace.taxonomies.schemas import Taxonomy

AreaName = Callable[[str], str]


class Speech(Struct, frozen=True):
    """The words that codes stand for."""

    vocabulary: Vocabulary
    area_name: AreaName


class _Said(Struct, frozen=True, kw_only=True):
    """One field of a listing in words."""

    field: str
    label: str
    items: tuple[Item, ...]
    is_text: bool = False
    is_private: bool = False


def compare_drafts(before: ListingDraft | None, after: ListingDraft, speech: Speech) -> Diff:
    """What differs between two states of a listing; a new one has nothing before."""
    empty: dict[str, _Said] = {}
    was = {said.field: said for said in _say(before, speech)} if before else empty
    return Diff(fields=tuple(_compare_field(was.get(said.field), said) for said in _say(after, speech)))


def _compare_field(was: _Said | None, said: _Said) -> FieldDiff:
    before = was.items if was else ()
    if said.is_text:
        pieces = compare_texts(_joined(before), _joined(said.items))
    else:
        pieces = compare_items(before, said.items)
    return FieldDiff(
        field=said.field,
        label=said.label,
        pieces=pieces,
        is_text=said.is_text,
        is_private=said.is_private,
    )


def _joined(items: tuple[Item, ...]) -> str:
    return "\n".join(text for text, _picture in items)


def _say(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    yield from _say_words(draft, speech)
    yield from _say_choices(draft, speech)
    yield from _say_places(draft, speech)
    yield from _say_terms(draft, speech)
    yield from _say_evidence(draft, speech)


def _text(field: str, label: str, text: str | None) -> _Said:
    return _Said(field=field, label=label, items=((text, None),) if text else (), is_text=True)


def _lines(field: str, label: str, *lines: str | None, is_private: bool = False) -> _Said:
    items = tuple((line, None) for line in lines if line)
    return _Said(field=field, label=label, items=items, is_private=is_private)


def _say_words(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    organization = draft.organization
    yield _text("title", _("Title"), draft.title)
    yield _lines("kind", legend(Taxonomy.KIND), speech.vocabulary.label(Taxonomy.KIND, draft.kind.value))
    yield _text("organization.name", _("Who offers it"), organization.name)
    yield _text("summary", _("In a sentence or two"), draft.summary)
    yield _text("description", _("About it"), draft.description)
    yield _text("organization.description", _("About the provider"), organization.description)
    yield _lines("organization.website", _("Website"), organization.website)
    symbols = (*draft.easy_read_pictures, *([""] * len(draft.easy_read)))
    easy = [
        f"{line} ({_('symbol: %(name)s', name=symbol)})" if symbol else line
        for line, symbol in zip(draft.easy_read, symbols, strict=False)
    ]
    yield _lines("easy_read", _("In easy words"), *easy)


def _say_choices(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    for field, taxonomy in CODE_FIELDS.items():
        labels = speech.vocabulary.labels(taxonomy, getattr(draft, field))
        yield _lines(field, legend(taxonomy), *labels)
    yield _lines("ages", _("Ages"), ages_words(draft.minimum_age, draft.maximum_age))


def _say_places(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    venue, area = draft.venue, draft.area
    address = (venue.name, venue.address, venue.town, venue.postcode) if venue else ()
    yield _lines("venue", _("Where people come to"), *address)
    base = area.base_postcode if area else None
    yield _lines("area.base_postcode", _("Sets out from"), base, is_private=True)
    miles = miles_words(area.miles) if area and area.miles else None
    yield _lines("area.miles", _("How far they travel"), miles)
    names = [nation(code) or speech.area_name(code) for code in area.named] if area else []
    yield _lines("area.named", _("Areas they name"), *names)


def _say_terms(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    days = [
        _(
            "%(day)s, %(start)s to %(end)s",
            day=speech.vocabulary.label(Taxonomy.DAY, entry.day),
            start=clock_words(entry.opens_at),
            end=clock_words(entry.closes_at),
        )
        for entry in draft.schedule
    ]
    yield _lines("schedule", _("Days and times"), *days)
    yield _lines("capacity", _("Free now"), availability_words(draft.capacity))
    prices = [
        f"{price_words(cost)} ({cost.description})" if cost.description else price_words(cost)
        for cost in draft.costs
    ]
    yield _lines("costs", _("Prices"), *prices)


def _say_evidence(draft: ListingDraft, speech: Speech) -> Iterator[_Said]:
    people = ngettext("%(num)s person", "%(num)s people", draft.workers) if draft.workers else None
    yield _lines("workers", _("How many people work there"), people)
    yield _lines("cqc_status", _("Care Quality Commission (CQC)"), _cqc_words(draft))
    yield _lines("cqc_location_id", _("CQC location number"), draft.cqc_location_id)
    yield _lines("checks", legend(Taxonomy.CHECK), *(check_words(check, speech) for check in draft.checks))
    yield _Said(
        field="photos",
        label=_("Pictures"),
        items=tuple((photo.alt, photo.media_hash) for photo in draft.photos),
    )


def _cqc_words(draft: ListingDraft) -> str:
    return {
        CqcStatus.REGISTERED: _("Registered"),
        CqcStatus.EXEMPT: _("Gives personal care and need not register"),
        CqcStatus.NOT_NEEDED: _("Gives no personal care"),
    }[draft.cqc_status]


def check_words(check: Check, speech: Speech) -> str:
    """A check on one line: "DBS (enhanced), checked on 2 March 2026, until 2 March 2029"."""
    label = speech.vocabulary.label(Taxonomy.CHECK, check.kind)
    parts = [
        f"{label} ({check.level})" if check.level else label,
        _("checked on %(date)s", date=day_of_year(check.checked_on)),
    ]
    if check.checked_by:
        parts.append(_("by %(who)s", who=check.checked_by))
    if check.expires_on:
        parts.append(_("until %(date)s", date=day_of_year(check.expires_on)))
    return ", ".join(parts)
