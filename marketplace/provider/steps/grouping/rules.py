"""Puts the choices of a page under their headings."""

from collections.abc import Mapping

from msgspec import Struct

from marketplace.listings.editing.schemas import Step
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy, Term

_LISTS: Mapping[Step, Mapping[str, Taxonomy]] = {
    Step.SUPPORT: {"support_types": Taxonomy.SUPPORT_TYPE},
    Step.LANGUAGES: {"languages": Taxonomy.LANGUAGE, "cultures": Taxonomy.CULTURE},
    Step.PEOPLE: {"care_groups": Taxonomy.CARE_GROUP},
}


class ChoiceGroup(Struct, frozen=True, kw_only=True):
    """Choices under a heading; those without one come first."""

    code: str
    label: str
    terms: tuple[Term, ...]


def groups_of(step: Step) -> dict[str, tuple[ChoiceGroup, ...]]:
    """The long lists of a page, by field."""
    return {field: _groups(taxonomy) for field, taxonomy in _LISTS.get(step, {}).items()}


def _groups(taxonomy: Taxonomy) -> tuple[ChoiceGroup, ...]:
    terms = taxonomies.terms(taxonomy)
    groups = [ChoiceGroup(code="", label="", terms=tuple(term for term in terms if not term.parent))]
    groups += [
        ChoiceGroup(
            code=heading.code,
            label=heading.label,
            terms=tuple(term for term in terms if term.parent == heading.code),
        )
        for heading in taxonomies.headings(taxonomy)
    ]
    return tuple(group for group in groups if group.terms)
