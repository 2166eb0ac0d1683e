"""Where a referral and its offers are, as far as steps are concerned."""

from msgspec import Struct

from marketplace.referrals.schemas import ASKED, Mode, Offer, OfferStatus, Referral, ReferralStatus


class State(Struct, frozen=True, kw_only=True):
    """Where a referral is, and each offer in the order in which they are asked."""

    status: ReferralStatus
    mode: Mode
    offers: tuple[OfferStatus, ...] = ()
    gone: frozenset[int] = frozenset()
    """Where those stand who cannot be asked now: their listing is out of sight, or nobody is there."""
    lapsed: frozenset[int] = frozenset()
    """Where those stand who may not be told now: no consent covers them, or one that is too old."""

    @property
    def is_asked(self) -> bool:
        """Whether some provider may answer now."""
        return any(offer in ASKED for offer in self.offers)

    @property
    def waits_for_consent(self) -> bool:
        """Whether nobody is asked, and somebody could be if they agreed again."""
        waiting = {index for index, offer in enumerate(self.offers) if offer is OfferStatus.WAITING}
        is_open = self.status is ReferralStatus.OPEN and not self.is_asked
        return is_open and bool((waiting & self.lapsed) - self.gone)


class Held(Struct, frozen=True, kw_only=True):
    """A referral that is held for a change, with its offers in order."""

    referral: Referral
    offers: tuple[Offer, ...]
