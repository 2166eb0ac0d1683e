"""What pages say of an advert, as pure functions."""

from collections.abc import Iterable

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.rules import kind_words
from marketplace.wanted.schemas import AdvertKind, AdvertStatus, GenderReason, Wish

Row = tuple[str, str]
_PENCE = 100
_TITLE_LABELS = 2


def title_of(kind: AdvertKind, support_types: Iterable[str]) -> str:
    """What an advert is about: "Personal assistant wanted: Swimming, Shopping and 2 more"."""
    labels = labels_of(Taxonomy.SUPPORT_TYPE, support_types)
    shown, more = ", ".join(labels[:_TITLE_LABELS]), len(labels) - _TITLE_LABELS
    if more > 0:
        shown = _("%(named)s and %(num)s more", named=shown, num=more)
    return f"{kind_words(kind)}: {shown}"


def wish_rows(wish: Wish) -> list[Row]:
    """What is wanted, but for its owner's own words; what does not matter is left out."""
    hours = ngettext("%(said)s hour", "%(said)s hours", 2, said=f"{wish.hours_per_week or 0:g}")
    rows = [
        (_("For"), _("Somebody they support") if wish.relation else ""),
        (_("Help with"), ", ".join(labels_of(Taxonomy.SUPPORT_TYPE, wish.support_types))),
        (_("When"), times_words(wish.times)),
        (_("More about the times"), wish.times_words),
        (_("Hours a week"), hours if wish.hours_per_week is not None else ""),
        (_("Skills"), wish.skills),
        (_("Languages"), ", ".join(labels_of(Taxonomy.LANGUAGE, wish.languages))),
        (_("Driver"), _("Needs somebody who can drive") if wish.needs_driver else ""),
        (_("Who"), gender_words(wish)),
        (_("Can pay"), rate_words(wish)),
    ]
    return [row for row in rows if row[1]]


def times_words(times: Iterable[str]) -> str:
    """Days with their parts: "Monday, Tuesday morning"; "Any time" when none is said."""
    chosen = [tuple(each.split(".")) for each in times]
    parts = [term.code for term in taxonomies.terms(Taxonomy.TIME)]
    said: list[str] = []
    for term in taxonomies.terms(Taxonomy.DAY):
        own = [part for part in parts if (term.code, part) in chosen]
        if len(own) == len(parts):
            said.append(term.label)
        elif own:
            named = " and ".join(taxonomies.label(Taxonomy.TIME, part).lower() for part in own)
            said.append(f"{term.label} {named}")
    return ", ".join(said) or _("Any time")


def gender_words(wish: Wish) -> str:
    """Whom the work needs, and that there is a reason which the law allows; empty when it does not matter."""
    if not wish.gender or wish.gender_reason is None:
        return ""
    who = taxonomies.label(Taxonomy.GENDER, wish.gender)
    if wish.gender_reason is GenderReason.INTIMATE_CARE:
        return _("%(who)s, since the work includes intimate care", who=who)
    return _("%(who)s, for a reason in the work that a steward has looked at", who=who)


def rate_words(wish: Wish) -> str:
    """What its owner can pay: "£13 to £16 an hour"; empty when that is not said."""
    low, high = wish.rate_from_pence, wish.rate_to_pence
    if low is None or high is None:
        return ""
    if high == 0:
        return _("Nothing: it should be free")
    amount = pounds(low) if low == high else _("%(low)s to %(high)s", low=pounds(low), high=pounds(high))
    if wish.kind is AdvertKind.PERSONAL_ASSISTANT:
        return _("%(amount)s an hour", amount=amount)
    return _("%(amount)s a session", amount=amount)


def near_words(outcode: str, council: str, miles: int | None) -> str:
    """Where it is, as a provider may know it."""
    place = _("%(outcode)s, %(council)s", outcode=outcode, council=council)
    if miles is None:
        return place
    far = ngettext("about %(num)s mile from you", "about %(num)s miles from you", miles)
    return f"{place}, {far}"


def status_colour(status: AdvertStatus) -> str:
    """Colour of the tag with the status; the words say the same."""
    return {
        AdvertStatus.PUBLISHED: "green",
        AdvertStatus.RETURNED: "yellow",
        AdvertStatus.REJECTED: "red",
        AdvertStatus.SUBMITTED: "blue",
    }.get(status, "grey")


def labels_of(taxonomy: Taxonomy, codes: Iterable[str]) -> list[str]:
    """What people read for some codes."""
    return [taxonomies.label(taxonomy, code) for code in codes]
