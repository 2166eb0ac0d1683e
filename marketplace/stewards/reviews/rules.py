"""What the page of a request says, as pure functions."""

from collections.abc import Iterable, Mapping

from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.reading.service import PARTS
from marketplace.listings.editing.schemas import ChangeRequest, Fact, RequestStatus
from marketplace.taxonomies.schemas import Taxonomy

_SHOWN_AS: Mapping[str, tuple[str, ...]] = {
    "organization": ("organization.name", "organization.description", "organization.website"),
    "minimum_age": ("ages",),
    "maximum_age": ("ages",),
    "area": ("area.base_postcode", "area.miles", "area.named"),
}
_ONE_FIELD = {
    "organization_name": "organization.name",
    "organization_description": "organization.description",
    "website": "organization.website",
    "base_postcode": "area.base_postcode",
    "miles": "area.miles",
    "named": "area.named",
}


def fields_of_answers(answers: Iterable[str]) -> frozenset[str]:
    """The fields of the difference that show these answers."""
    found: set[str] = set()
    for answer in answers:
        if answer in _ONE_FIELD:
            found.add(_ONE_FIELD[answer])
            continue
        for part, asked in PARTS.items():
            if answer in asked:
                found.update(_SHOWN_AS.get(part, (part,)))
    return frozenset(found)


def fact_words(fact: Fact, vocabulary: Vocabulary) -> str:
    """What a provider says they hold: "DBS (enhanced), dated 1 May 2025, until 1 May 2028"."""
    label = vocabulary.label(Taxonomy.CHECK, fact.kind)
    parts = [f"{label} ({fact.level})" if fact.level else label]
    if fact.number:
        parts.append(_("number %(number)s", number=fact.number))
    if fact.on:
        parts.append(_("dated %(date)s", date=day_of_year(fact.on)))
    if fact.expires_on:
        parts.append(_("until %(date)s", date=day_of_year(fact.expires_on)))
    return ", ".join(parts)


def decided_words(request: ChangeRequest, who: str, when: str) -> str:
    """What became of a request that does not wait; "" for one that does."""
    if request.status is RequestStatus.SUBMITTED:
        return ""
    if request.status is RequestStatus.APPROVED:
        return _("%(who)s approved this on %(when)s.", who=who, when=when)
    if request.status is RequestStatus.REJECTED:
        return _("%(who)s did not accept this on %(when)s.", who=who, when=when)
    if who:
        return _("%(who)s asked for changes on %(when)s. The provider is writing again.", who=who, when=when)
    return _("The provider took this back and is writing again.")
