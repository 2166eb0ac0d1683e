"""A night's alerts: who is new for whom, and a letter to each. From the project's folder:

python -m tests.benchmarks.alerts [--listings 20000] [--people 3000]

Most people keep a search, some have an advert, some look after a listing. Then new listings and adverts come,
and the worker's job does what it does each day.
"""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import structlog

from marketplace import work, worker
from marketplace.accounts.schemas import Role
from marketplace.jobs.schemas import Job
from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.postgres import EmbeddedPostgres
from marketplace.kernel.secrets import use_secret
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.places.service import open_gazetteer
from marketplace.wanted import service as wanted
from marketplace.wanted.schemas import AdvertKind, Wish
from marketplace.wanted.searches.service import save_search
from seed.demo.generator import generate_listings
from tests.benchmarks.site import prepare
from tests.benchmarks.tables import say, table
from tests.factories.accounts import make_account, viewer_of
from tests.factories.wanted import make_steward

PLACES = ("Leeds", "Bristol", "Manchester", "Melksham", "Norwich", "Birmingham", "York", "Exeter", "Brighton")
DISTRICTS = ("LS6", "BS3", "M14", "SN12", "NR2", "B13", "YO10", "EX4", "BN2")
SOMETHING_TO_DO = ("arts_crafts", "social_group", "swimming", "music_singing", "gardening", "walking")
HELP = ("shopping", "cleaning", "swimming", "companionship", "personal_care", "cooking_meals", "gardening")
NEW_LISTINGS = 400


async def fetch(statement, *values):
    async with connection() as raw:
        return await raw.fetch(statement, *values)


async def keep_search(draw, number):
    """Somebody who keeps a search; the first thousand of all that is near, so that something is new."""
    near = {"near": draw.choice(PLACES), "within": "30"}
    asked = near if number < 1_000 else {**near, "support_type": draw.choice(HELP), "language": "somali"}
    viewer = await viewer_of(await make_account(Role.PERSON))
    await save_search(f"Search {number}", urlencode(asked), viewer, wants_alerts=True)


async def post_advert(draw, gazetteer, steward_of):
    """Somebody whose advert is published: for an assistant, or for something to do."""
    kind = draw.choice(tuple(AdvertKind))
    types = HELP if kind is AdvertKind.PERSONAL_ASSISTANT else SOMETHING_TO_DO
    wish = Wish(kind=kind, support_types=(draw.choice(types),), words="I look for somebody.")
    viewer = await viewer_of(await make_account(Role.PERSON))
    advert_id = await wanted.start_advert(wish, draw.choice(DISTRICTS), viewer, gazetteer)
    await wanted.hand_in(advert_id, 1, viewer)
    advert = (await wanted.get_advert(advert_id, viewer)).advert
    if advert.steward_council not in steward_of:
        steward_of[advert.steward_council] = await make_steward(advert.steward_council)
    await wanted.approve(advert_id, advert.version, steward_of[advert.steward_council])


async def look_after_listings(number):
    """Providers of listings that are there, near where the adverts are."""
    rows = await fetch(
        """SELECT DISTINCT s.organization FROM service s JOIN service_area a ON a.service = s.id
        WHERE a.near ~ '^(LS|BS|M|SN|NR|B|YO|EX|BN)[0-9]' LIMIT $1""",
        number,
    )
    for row in rows:
        account = await make_account(Role.PROVIDER)
        await add_person(row["organization"], account.id, MemberRole.OWNER, actor="benchmark")


async def night(settings):
    """Seconds of the job, and letters that it wrote."""
    before = (await fetch("SELECT count(*) FROM letter WHERE kind = 'something_new'"))[0][0]
    begin = time.perf_counter()
    await work.alert_jobs(settings).run(Job(kind=work.ALERTS_JOB, payload={}, tries=0, is_last_try=False))
    seconds = time.perf_counter() - begin
    return seconds, (await fetch("SELECT count(*) FROM letter WHERE kind = 'something_new'"))[0][0] - before


async def run(settings, number, people):
    """Load, then measure the first night, one with news, and the same day again."""
    gazetteer, draw, steward_of = open_gazetteer(settings.data_dir), random.Random(5), {}
    for count in range(people):
        await keep_search(draw, count)
    for _count in range(people // 10):
        await post_advert(draw, gazetteer, steward_of)
    await look_after_listings(people // 10)
    accounts = (await fetch("SELECT count(*) FROM account"))[0][0]
    rows = [("the first night: nothing came since", *await night(settings))]
    drafts = islice(
        generate_listings(number + NEW_LISTINGS, gazetteer, today=clock.today()),
        number,
        number + NEW_LISTINGS,
    )
    await listings.load_listings(drafts, gazetteer=gazetteer, actor="benchmark")
    for _count in range(NEW_LISTINGS // 4):
        await post_advert(draw, gazetteer, steward_of)
    await worker.publish(settings)
    await fetch("UPDATE alert_account SET looked_on = looked_on - 1")
    rows.append((f"{NEW_LISTINGS} new listings, {NEW_LISTINGS // 4} new adverts", *await night(settings)))
    rows.append(("the same day again", *await night(settings)))
    await fetch("UPDATE alert_account SET looked_on = looked_on - 1")
    rows.append(("the next day: nothing came since", *await night(settings)))
    say(f"{number:,} listings, {accounts:,} accounts.\n")
    told = await fetch("SELECT kind, count(*) FROM alert_told GROUP BY kind ORDER BY kind")
    say(f"Told: {', '.join(f'{row[0]} {row[1]:,}' for row in told)}.\n")
    say(table(("night", "seconds", "letters"), [(name, f"{s:.1f}", str(n)) for name, s, n in rows]))


def main():
    """Make a site, measure, and throw it away."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=3_000)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    folder = Path(tempfile.mkdtemp(prefix=f"alerts-{uuid4().hex[:6]}-"))
    folder.chmod(0o755)
    try:
        prepare(folder, asked.listings)
        use_secret(b"the secret of a benchmark, which is no secret")
        with EmbeddedPostgres(folder) as server:
            DB.point_at(server.url())
            asyncio.run(_measure(Settings(data_dir=folder), asked))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(settings, asked):
    async with open_pool():
        await run(settings, asked.listings, asked.people)


if __name__ == "__main__":
    main()
