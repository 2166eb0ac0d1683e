"""Referrals in every state, made by the practitioner to sign in as, and the options packs of the team."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.places.service import Gazetteer
from marketplace.referrals import service as referrals
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import (
    GivenBy,
    GivenHow,
    Mode,
    NewConsent,
    NewReferral,
    Outcome,
    Reason,
    ShareWith,
)
from marketplace.referrals.sending import service as sending
from marketplace.referrals.teams import service as teams
from marketplace.shortlists.packs import service as packs
from marketplace.shortlists.packs.schemas import PackContent, PackItem, PackKind, PackReader
from seed.demo.cast import Cast, Offer
from seed.demo.diary import Diary

_ANSWER_WITHIN_DAYS = 5


class Referring:
    """The practitioner's work. Each referral's steps are written into the diary."""

    def __init__(self, diary: Diary, cast: Cast, gazetteer: Gazetteer) -> None:
        self._diary, self._cast, self._gazetteer = diary, cast, gazetteer
        self.team_id: UUID | None = None

    async def make_team(self) -> None:
        """The first thing that she does."""
        self.team_id = await teams.create_team(
            self._cast.council, "Adults, north team", self._cast.practitioner
        )

    def refer(
        self, days_ago: float, reference: str, words: str, *offers: Offer, at_once: bool = False
    ) -> "Case":
        """Write a need down and, with offers, ask these providers an hour later."""
        case = Case(self._diary, self._cast.practitioner)
        new = NewReferral(
            council_code=self._cast.council,
            reference=reference,
            support_types=offers[0].types if offers else ("shopping",),
            care_group="older_people",
            place=self._cast.place,
            hours_per_week=4.0,
            days=("mon", "thu"),
            languages=("english",),
            words=words,
        )

        async def start() -> None:
            with_team = NewReferral(
                **{name: getattr(new, name) for name in new.__struct_fields__} | {"team_id": self.team_id}
            )
            case.id = await referrals.start_referral(with_team, self._cast.practitioner, self._gazetteer)

        async def send() -> None:
            mode = Mode.AT_ONCE if at_once else Mode.IN_ORDER
            viewer = self._cast.practitioner
            ids = [offer.id for offer in offers]
            await sending.choose_providers(case.id, ids, mode, _ANSWER_WITHIN_DAYS, 1, viewer)
            await sending.send_referral(case.id, _consent(), 2, viewer)

        self._diary.on(days_ago, start)
        if offers:
            self._diary.on(days_ago - 0.04, send)
        return case


class Case:
    """One referral that was sent, and what becomes of it."""

    def __init__(self, diary: Diary, practitioner: Viewer) -> None:
        self._diary, self._practitioner = diary, practitioner
        self.id = UUID(int=0)

    def accept(self, days_ago: float, offer: Offer) -> "Case":
        """A provider says yes."""

        async def step() -> None:
            offer_id, version = await self._offer_of(offer)
            await answering.accept_offer(offer_id, version, offer.viewer)

        self._diary.on(days_ago, step)
        return self

    def decline(self, days_ago: float, offer: Offer, reason: Reason, words: str = "") -> "Case":
        """A provider says no."""

        async def step() -> None:
            offer_id, version = await self._offer_of(offer)
            await answering.decline_offer(offer_id, reason, words, version, offer.viewer)

        self._diary.on(days_ago, step)
        return self

    def start(self, days_ago: float) -> "Case":
        """Support begins."""

        async def step() -> None:
            await referrals.start_support(self.id, await self._version(), self._practitioner)

        self._diary.on(days_ago, step)
        return self

    def end(self, days_ago: float, outcome: Outcome) -> "Case":
        """It is over."""

        async def step() -> None:
            await referrals.end_support(self.id, outcome, await self._version(), self._practitioner)

        self._diary.on(days_ago, step)
        return self

    def withdraw(self, days_ago: float) -> "Case":
        """The person no longer agrees."""

        async def step() -> None:
            await referrals.withdraw_consent(self.id, self._practitioner)

        self._diary.on(days_ago, step)
        return self

    async def _version(self) -> int:
        return (await referrals.get_referral(self.id, self._practitioner)).referral.version

    async def _offer_of(self, offer: Offer) -> tuple[UUID, int]:
        """What a provider was sent, once it has opened it: its id and version."""
        view = await referrals.get_referral(self.id, self._practitioner)
        (found,) = [each for each in view.offers if each.listing_id == offer.id]
        return found.id, (await answering.open_offer(found.id, offer.viewer)).version


def write_referrals(diary: Diary, cast: Cast, gazetteer: Gazetteer) -> None:
    """Write down whom the practitioner referred and what came of it."""
    work = Referring(diary, cast, gazetteer)
    mo, tess, ife = cast.offers
    diary.on(95, work.make_team)
    work.refer(90, "AB-1001", "Likes to cook together.", tess).accept(88, tess).start(80).end(
        14, Outcome.FINISHED
    )
    work.refer(70, "AB-1002", "Would like company on walks.", mo, tess).decline(
        69, mo, Reason.TOO_FAR
    ).accept(66, tess).start(60)
    work.refer(40, "AB-1003", "Needs somebody calm.", ife, mo, at_once=True).decline(
        39, ife, Reason.NO_CAPACITY
    ).decline(38, mo, Reason.HOURS, "Mornings only.")
    work.refer(35, "AB-1004", "Likes music.", mo).withdraw(33)
    work.refer(21, "AB-1005", "Wants to get out more.", cast.own).accept(20, cast.own)
    work.refer(12, "AB-1006", "Would like help with letters.", ife)
    work.refer(1, "AB-1007", "Likes gardens and football. A ramp would help.", cast.own, tess)
    work.refer(0.5, "AB-1008", "Not sent yet: to talk about on Friday.")
    _write_packs(diary, cast, work)


def _write_packs(diary: Diary, cast: Cast, work: Referring) -> None:
    """One with a link, and one in easy read."""
    viewer = cast.practitioner

    def content(kind: PackKind, *offers: Offer) -> PackContent:
        reasons = (("It is near you.",), ("You can go on your own or with somebody.",), ())
        items = tuple(
            PackItem(listing_id=offer.id, reasons=why) for offer, why in zip(offers, reasons, strict=False)
        )
        return PackContent(
            introduction="We talked about these. Take your time: nothing is decided.",
            near=cast.place.split()[0],
            kind=kind,
            items=items,
        )

    async def make() -> None:
        assert viewer.account_id is not None
        assert work.team_id is not None
        reader = PackReader(account_id=viewer.account_id, councils=(cast.council,), team_ids=(work.team_id,))
        easy = content(PackKind.EASY_READ, cast.own)
        large = content(PackKind.LARGE_PRINT, *cast.offers)
        await packs.make_pack(easy, reader, council_code=cast.council)
        made = await packs.make_pack(large, reader, council_code=cast.council, team_id=work.team_id)
        await packs.make_pack_link(made, reader)

    diary.on(5, make)


def _consent() -> NewConsent:
    return NewConsent(
        given_by=GivenBy.PERSON,
        how=GivenHow.IN_PERSON,
        given_on=clock.today(),
        share_with=ShareWith.SUITABLE,
        first_name="Edith",
        contact_way="Ring her daughter after 2 pm: 01632 960 144.",
    )
