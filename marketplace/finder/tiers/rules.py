"""What people read of a provider's place in its council's scheme."""

from datetime import date

from marketplace.councils.schemas import CouncilSettings, Tier
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import TierWords
from marketplace.finder.words.rules import listed
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.evidence.tiers.rules import REFERENCES, tier_of
from marketplace.listings.schemas import ListingCard
from marketplace.taxonomies.schemas import Taxonomy


def tier_words(
    card: ListingCard, settings: CouncilSettings, vocabulary: Vocabulary, today: date
) -> TierWords | None:
    """The tier that a listing has reached, with what was seen for it; None when it has reached none."""
    tier = tier_of(card.kind, card.checks, settings, today)
    if tier is None:
        return None
    needed = _needed(tier, card, settings)
    labels = [label for label in vocabulary.labels(Taxonomy.CHECK, needed) if label]
    meaning = (
        _("For this were seen: %(checks)s.", checks=listed(labels))
        if labels
        else _("Nothing needs to be seen for this.")
    )
    return TierWords(name=tier.name, meaning=meaning)


def _needed(tier: Tier, card: ListingCard, settings: CouncilSettings) -> tuple[str, ...]:
    """Codes of all checks that the tier and those before it need, each once."""
    needed = list(settings.required_checks.get(card.kind.value, ()))
    for each in settings.tiers:
        needed += [*each.required_checks, *([REFERENCES] if each.lowest_references else [])]
        if each.code == tier.code:
            break
    return tuple(dict.fromkeys(needed))
