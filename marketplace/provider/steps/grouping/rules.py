"""Puts the choices of a page under their headings."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import Step
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy, Term

ENGLISH = "english"
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


def groups_of(step: Step, usual_languages: Collection[str] = ()) -> dict[str, tuple[ChoiceGroup, ...]]:
    """The long lists of a page, by field. The usual languages of the council come first."""
    return {field: _groups(taxonomy, usual_languages) for field, taxonomy in _LISTS.get(step, {}).items()}


def _groups(taxonomy: Taxonomy, usual_languages: Collection[str]) -> tuple[ChoiceGroup, ...]:
    terms = taxonomies.terms(taxonomy)
    ungrouped = tuple(term for term in terms if not term.parent)
    if taxonomy is Taxonomy.LANGUAGE:
        usual = tuple(term for term in ungrouped if term.code in {ENGLISH, *usual_languages})
        groups = [
            ChoiceGroup(code="", label="", terms=usual),
            ChoiceGroup(
                code="others",
                label=_("Other languages"),
                terms=tuple(term for term in ungrouped if term not in usual),
            ),
        ]
    else:
        groups = [ChoiceGroup(code="", label="", terms=ungrouped)]
    groups += [
        ChoiceGroup(
            code=heading.code,
            label=heading.label,
            terms=tuple(term for term in terms if term.parent == heading.code),
        )
        for heading in taxonomies.headings(taxonomy)
    ]
    return tuple(group for group in groups if group.terms)
