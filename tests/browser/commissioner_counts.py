"""Gives the small made-up site what commissioners count, and prints the session of one.

Searches and outcomes of last month, and a single search of the month before.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys
from datetime import timedelta

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.councils import service as councils
from marketplace.gaps.unmet.publishing.rules import counted_as
from marketplace.gaps.unmet.publishing.service import publish_with
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SearchSignal, SignalKind
from marketplace.signals.searches.schemas import Asker, Heard
from marketplace.signals.searches.service import WordsKeeper, keep_searches

COUNCIL = "E06000054"
PLACES = ("BA12", "SN12", "BA14", "SN10", "SP2", "SN1")
TYPES = ("swimming", "personal_care", "cooking_meals", "driving", "complementary_therapy")
ENDS = (("declined", "no_capacity"), ("declined", "not_what_we_do"), ("accepted", None), ("taken", None))
PHONE = "Mozilla/5.0 (Linux; Android 15) Mobile"


def searches() -> list[Heard]:
    """Each by six people."""
    return [
        Heard(
            SearchSignal(
                outcode=place,
                council_code=COUNCIL,
                filters={"support_type": (kind,)},
                text="canoe club" if place == "SN12" else "",
                results=len(kind) % 2,
            ),
            Asker(f"192.0.2.{number}", PHONE),
        )
        for place in PLACES
        for kind in TYPES
        for number in range(6)
    ]


async def fill() -> None:
    """Searches and outcomes."""
    await keep_searches(searches(), WordsKeeper(None, counted_as()).vocabulary())
    for outcome, reason in ENDS:
        for _ in range(6):
            await signals.note_outcome(
                OutcomeSignal(
                    kind=SignalKind.REFERRAL,
                    council_code=COUNCIL,
                    outcode="BA12",
                    support_types=("personal_care",),
                    outcome=outcome,
                    reason=reason,
                )
            )


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor="test")
        last_month = clock.now().replace(day=1, hour=12) - timedelta(days=10)
        with clock.stopped_at(last_month.replace(day=1) - timedelta(days=10)):
            await keep_searches(searches()[:1], WordsKeeper(None, counted_as()).vocabulary())
        with clock.stopped_at(last_month):
            await fill()
        await publish_with(lambda _code: frozenset(PLACES))
        account_id = await accounts.add_account(
            "cal@commissioners.example",
            "Cal Commissioner",
            password=None,
            grants=[Grant(Role.COMMISSIONER, COUNCIL), Grant(Role.ADMINISTRATOR, COUNCIL)],
            actor="test",
        )
        session = await accounts.open_session(account_id, second_factor=True)
    sys.stdout.write(f"{session.token}\n")


if __name__ == "__main__":
    asyncio.run(main())
