"""Says answers back: as they were typed, page by page, and as they were understood."""

from collections.abc import Mapping
from typing import Any

from marketplace.finder.words.rules import price_words
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import CODE_FIELDS
from marketplace.listings.editing.hours.rules import write_hours
from marketplace.listings.editing.schemas import Answers, Reading, Step
from marketplace.listings.editing.steps.rules import BOTH, COME, FIELDS, TRAVEL
from marketplace.listings.schemas import CostOption
from marketplace.provider.steps.schemas import FORMS, dbs_levels
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_TAXONOMIES: Mapping[str, Taxonomy] = {
    **CODE_FIELDS,
    "kind": Taxonomy.KIND,
    "training": Taxonomy.CHECK,
}


def present_answers(step: Step, content: Answers) -> tuple[tuple[str, str], ...]:
    """Each question of a page with its answer as it was typed; those without an answer are left out."""
    form = FORMS[step]()
    rows = []
    for field in FIELDS[step]:
        words = answer_words(field, content.get(field))
        if words and field != "easy_read_pictures":
            label = str(form[field].label.text) if field in form else _("In easy words")
            rows.append((label, words))
    return tuple(rows)


def answer_words(field: str, value: Any) -> str:
    """An answer as people read it."""
    if not value:
        return ""
    if isinstance(value, list):
        taxonomy = _TAXONOMIES.get(field)
        if taxonomy is None:
            return "\n".join(str(each) for each in value)
        return ", ".join(taxonomies.label(taxonomy, str(code)) for code in value)
    if field == "kind":
        return taxonomies.label(Taxonomy.KIND, str(value))
    return _fixed_words(field).get(str(value), str(value))


def _fixed_words(field: str) -> dict[str, str]:
    if field == "dbs_level":
        return dict(dbs_levels())
    if field == "where":
        return {
            TRAVEL: _("I go to people, or out with them"),
            COME: _("People come to a place"),
            BOTH: _("Both"),
        }
    if field in {"dbs", "insurance", "references", "data_protection", "cqc"}:
        return {"yes": _("Yes"), "no": _("No")}
    return {}


def saved_words(done: str, reading: Reading) -> str:
    """What to say at the top of the next page: that it is kept, and what was understood of free words."""
    draft = reading.draft
    if done == Step.PRICE and draft.costs:
        return _("Saved. We understood: %(words)s.", words="; ".join(map(cost_words, draft.costs)))
    if done == Step.TIMES and draft.schedule:
        return _("Saved. We understood: %(words)s.", words="; ".join(write_hours(draft.schedule).split("\n")))
    return _("Saved.") if done in {step.value for step in Step} or done == "saved" else ""


def cost_words(cost: CostOption) -> str:
    """A price with the words beside it."""
    return f"{price_words(cost)} ({cost.description})" if cost.description else price_words(cost)
