"""How far a listing is in its council's own scheme, in words."""

from datetime import date

from marketplace.councils.schemas import CouncilSettings
from marketplace.finder.params.schemas import Vocabulary
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.evidence.tiers.rules import count_references, missing_for, tier_of
from marketplace.listings.rules import checks_in_date
from marketplace.listings.schemas import ListingDraft
from marketplace.stewards.diffs.rules import Speech, check_words
from marketplace.stewards.tiers.schemas import CheckLine, Tiers
from marketplace.taxonomies.schemas import Taxonomy


def tiers_of(draft: ListingDraft, settings: CouncilSettings, vocabulary: Vocabulary, today: date) -> Tiers:
    """The tier that a listing has reached, and what the next one needs."""
    reached = tier_of(draft.kind, draft.checks, settings, today)
    codes = [tier.code for tier in settings.tiers]
    place = codes.index(reached.code) + 1 if reached else 0
    if place == len(codes):
        return Tiers(reached=reached.name if reached else None, next=None, missing=())
    following = settings.tiers[place]
    missing = missing_for(following, draft.kind, draft.checks, settings, today)
    words = [vocabulary.label(Taxonomy.CHECK, code) for code in missing]
    taken_up = count_references(checks_in_date(draft.checks, today))
    if taken_up < following.lowest_references:
        words.append(
            _(
                "References taken up: %(there)s of %(wanted)s",
                there=taken_up,
                wanted=following.lowest_references,
            )
        )
    return Tiers(reached=reached.name if reached else None, next=following.name, missing=tuple(words))


def check_lines(draft: ListingDraft, speech: Speech, today: date) -> tuple[CheckLine, ...]:
    """The checks on record, each in words."""
    in_date = checks_in_date(draft.checks, today)
    return tuple(
        CheckLine(words=check_words(check, speech), is_in_date=check in in_date) for check in draft.checks
    )
