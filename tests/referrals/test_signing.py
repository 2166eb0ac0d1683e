"""Letters about referrals and teams are sent in the name of the council whose they are."""

from datetime import timedelta

from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.keeping import service as keeping
from marketplace.referrals.schemas import Reason
from marketplace.referrals.teams import service as teams
from tests.factories.referrals import accept, make_practitioner, make_sent, make_team_of, offer_to


async def test_each_letter_names_its_council(robin, council, listed):
    (first, amina), (second, bo), (third, _cem) = listed
    with clock.stopped_at(clock.now() - timedelta(days=350)):
        await make_sent(robin, [first], reference="OLD-1")
    with clock.stopped_at(clock.now() - timedelta(days=6)):
        referral_id = await make_sent(robin, [first, second, third])
    await keeping.tell_of_late_answers()
    await keeping.drop_old_referrals()
    offer = await offer_to(referral_id, first, robin)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, amina)
    await accept(referral_id, second, bo, robin)
    await service.withdraw_consent(referral_id, robin)
    kim = await make_practitioner()
    team_id = await make_team_of(robin, kim)
    await teams.invite_to_team(team_id, "lee@council.example", robin)
    await teams.remove_member(team_id, kim.account_id, robin)
    async with connection() as raw:
        rows = await raw.fetch("SELECT kind, council_code FROM letter")
    assert {row["kind"] for row in rows} == {
        "referral_asked", "referral_over", "referral_answered", "referral_overdue", "referral_forgotten",
        "team_invitation", "team_changed",
    }  # fmt: skip
    assert {row["council_code"] for row in rows} == {council}
