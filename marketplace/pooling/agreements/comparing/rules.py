"""Finds what differs between two versions, clause by clause and word by word: pure functions."""

from collections.abc import Sequence

from marketplace.kernel.differences import compare_words
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.comparing.schemas import ClauseDiff, Difference


def diff(before: Sequence[Clause], after: Sequence[Clause]) -> Difference:
    """What differs between two versions, in the order of the later one; what went stands at its place."""
    was = {clause.code: clause for clause in before}
    became = {clause.code: clause for clause in after}
    found = []
    for code in _order(list(was), list(became)):
        old, new = was.get(code), became.get(code)
        title = (new or old or before[0]).title
        runs = compare_words(old.text if old else "", new.text if new else "")
        found.append(ClauseDiff(code=code, title=title, runs=runs))
    return Difference(clauses=tuple(found))


def summary_words(difference: Difference) -> str:
    """How much differs, in a sentence."""
    number = len(difference.changed)
    if not number:
        return _("The two versions say the same.")
    titles = "; ".join(each.title for each in difference.changed)
    return ngettext(
        "%(num)s part is different: %(titles)s.",
        "%(num)s parts are different: %(titles)s.",
        number,
        titles=titles,
    )


def _order(was: list[str], became: list[str]) -> list[str]:
    """The codes of the later one, and those that went after the one before which they stood."""
    order = list(became)
    for position, code in enumerate(was):
        if code not in order:
            earlier = next((each for each in reversed(was[:position]) if each in order), None)
            order.insert(order.index(earlier) + 1 if earlier else 0, code)
    return order
