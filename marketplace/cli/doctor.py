"""`marketplace doctor`: what is configured, reachable and out of step."""

# ruff: noqa: T201 - this is the command line

import asyncio
import shutil
from collections.abc import Awaitable, Callable

from marketplace.cli.databases import database_server, open_database
from marketplace.cli.doctor_indexes import index_findings
from marketplace.cli.doctor_secrets import secret_findings
from marketplace.cli.doctor_work import work_findings
from marketplace.cli.findings import Finding, sum_up
from marketplace.cli.sentences import sentence_for
from marketplace.cli.signals import stopped_by_signals
from marketplace.kernel import settings as kernel_settings
from marketplace.kernel.database import DB
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.migrations import list_pending
from marketplace.kernel.settings import SETTINGS, Settings, mask_url
from marketplace.listings.service import count_listings
from marketplace.places.service import configured_geocoder, pack_name
from marketplace.worker import APPLICATION_NAME

_LEAST_FREE_BYTES = 500_000_000
_GIGABYTE = 1_000_000_000
_WORKERS = f"SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = '{APPLICATION_NAME}'"  # noqa: S608 - our own words


def run_doctor(settings: Settings) -> bool:
    """Print what was found; False when something is wrong."""
    _print("Settings")
    for setting in SETTINGS:
        _print(f"  {setting.name:<40} {kernel_settings.shown(setting, settings)}")
    _print("Findings")
    with stopped_by_signals():
        findings = examine(settings)
    for finding in findings:
        _print(f"  {finding.mark:<6} {finding.subject}: {finding.words}")
    _print(sum_up(findings))
    return not any(finding.is_wrong for finding in findings)


def examine(settings: Settings) -> list[Finding]:
    """Look at the disk, the places, the geocoder, the database, the indexes, the worker and its work."""
    findings = [_disk(settings), _places(settings), _geocoder(settings)]
    if settings.database_url is None and not (settings.data_dir / "postgres" / "PG_VERSION").exists():
        words = f"there is none in {settings.data_dir} yet: run `marketplace demo` or `marketplace migrate`"
        return [*findings, Finding("database", words, is_wrong=True)]
    try:
        with database_server(settings) as server:
            findings += asyncio.run(_with_database(settings, server.url, is_own=server.is_own))
    except OperatorError as error:
        findings.append(Finding("database", str(error), is_wrong=True))
    return findings


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / _GIGABYTE:.1f} GB free for {settings.data_dir}"
    if free < _LEAST_FREE_BYTES:
        return Finding("disk", f"only {words}: make room before it is full", is_wrong=True)
    return Finding("disk", words)


def _places(settings: Settings) -> Finding:
    folder = settings.places_dir / pack_name()
    if (folder / "pack.json").exists():
        return Finding("places", f"the list of postcodes and towns is there ({folder.name})")
    older = [path.name for path in folder.parent.glob("pack*")]
    words = f"only an older list is there ({', '.join(older)})" if older else "the list is not there"
    return Finding("places", f"{words}: run `marketplace migrate`", is_wrong=True)


def _geocoder(settings: Settings) -> Finding:
    try:
        geocoder = configured_geocoder(settings)
    except OperatorError as error:
        return Finding("geocoder", str(error), is_wrong=True)
    if geocoder is None:
        return Finding("geocoder", "none is set: no place that people type leaves this site")
    trouble = asyncio.run(geocoder.check())
    if trouble:
        words = f"{settings.geocoder}: {trouble}; searches go on without it"
        return Finding("geocoder", words, is_wrong=True)
    words = f"{settings.geocoder} answers; it is told the places that the list does not know"
    return Finding("geocoder", words)


async def _with_database(settings: Settings, url: str, *, is_own: bool) -> list[Finding]:
    async with open_database(url):
        version = await DB.run_ddl("SHOW server_version")
        where = "embedded, started for this look" if is_own else mask_url(url)
        findings = [Finding("database", f"PostgreSQL {version[0]['server_version']} answers ({where})")]
        waiting = await list_pending()
        words = f"{len(waiting)} wait: run `marketplace migrate`" if waiting else "none waits"
        findings.append(Finding("migrations", words, is_wrong=bool(waiting)))
        if waiting:
            return findings
        for look in (_listings, index_findings, _worker, work_findings, secret_findings):
            findings += await _looked(look, settings, is_own=is_own)
    return findings


async def _looked(
    look: Callable[..., Awaitable[list[Finding]]], settings: Settings, *, is_own: bool
) -> list[Finding]:
    try:
        return await look(settings, is_own=is_own)
    except Exception as error:  # noqa: BLE001 - one failing look hides no other
        subject = look.__name__.strip("_").replace("_", " ")
        return [Finding(subject, sentence_for(error), is_wrong=True)]


async def _listings(_settings: Settings, *, is_own: bool) -> list[Finding]:
    del is_own
    counts = await count_listings()
    words = f"{counts.public:,} public of {counts.total:,}, of which {counts.demonstration:,} are made up"
    return [Finding("listings", words)]


async def _worker(_settings: Settings, *, is_own: bool) -> list[Finding]:
    rows = await DB.run_ddl(_WORKERS)
    if rows[0]["n"]:
        return [Finding("worker", "it runs")]
    if is_own:
        return [Finding("worker", "nothing runs on this data directory just now")]
    return [Finding("worker", "it does not run: start `marketplace worker`", is_wrong=True)]


def _print(line: str) -> None:
    print(line, flush=True)
