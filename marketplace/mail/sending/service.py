"""Sends one letter, and notes it.

A letter is held while it is sent, so that no two workers send it. The only moment that can send twice lies
between the mail server's yes and the commit that notes it; the copy then has the same Message-ID and date.
"""

import asyncio
import re
import ssl
from datetime import timedelta
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
from msgspec.structs import replace

from marketplace.jobs.schemas import Job, JobKind
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.logging import log
from marketplace.kernel.settings import Settings
from marketplace.mail import repository
from marketplace.mail.composing.rules import Site, compose
from marketplace.mail.schemas import SEND_JOB, LetterStatus, Sign, Signature

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(days=1),
)
"""After each failure; after one more, two days on, the letter is dead."""
TOO_OLD = timedelta(days=4)
"""A letter that waited longer, for a server that was not set, is not sent any more: its links are old."""
TIMEOUT_SECONDS = 30.0
_ENHANCED_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_FIRST_PERMANENT = 500


class RefusedError(Exception):
    """The mail server will never take this letter; the message is its codes, without addresses."""


class Transport(Protocol):
    """What letters are handed to."""

    ends_as: LetterStatus
    """What a letter is after it was handed over."""

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand a message over.

        Raises:
            RefusedError: never again. Any other error: not now.
        """
        ...


class Smtp:
    """A mail server.

    `smtps://` speaks TLS from the first byte (port 465), `smtp://` begins it and refuses to go on without
    (587), `smtp+plain://` does without (25): for a server on this machine. Certificates are checked.
    """

    ends_as = LetterStatus.SENT

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        self.scheme = parts.scheme
        self.port = parts.port or {"smtps": 465, "smtp": 587}.get(parts.scheme, 25)
        self.user = unquote(parts.username) if parts.username else None
        self.password = unquote(parts.password) if parts.password else None
        self.tls = tls

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand a message over, on a connection of its own."""
        try:
            await aiosmtplib.send(
                message.as_bytes(),
                sender=sender,
                recipients=[recipient],
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.scheme == "smtps",
                start_tls=self.scheme == "smtp",
                tls_context=self.tls,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            _raise_if_permanent(refused.code, refused.message)
            raise
        except aiosmtplib.SMTPDataError as error:
            _raise_if_permanent(error.code, error.message)
            raise


class Keeper:
    """Keeps letters for the mailbox page: the demonstration has no mail server."""

    ends_as = LetterStatus.KEPT

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Do nothing: the letter is in the table."""


async def unsigned(_council_code: str | None, /) -> Signature:
    """For who sends nothing, as to see whether the settings would do."""
    return Signature()


def letter_jobs(settings: Settings, sign: Sign = unsigned) -> list[JobKind]:
    """How letters are sent with these settings; nothing without a mail server, so that they wait.

    Raises:
        OperatorError: there is a mail server and no address that letters come from.
    """
    site = site_of(settings)
    if settings.demonstration:
        return [_kind(Keeper(), site, sign)]
    if settings.smtp_url is None:
        return []
    if settings.mail_from is None:
        raise OperatorError("Set MARKETPLACE_MAIL_FROM: the address that letters come from.")
    return [_kind(Smtp(settings.smtp_url), site, sign)]


def site_of(settings: Settings) -> Site:
    """What letters say of the site."""
    sender = settings.mail_from or "nobody@hereabouts.invalid"
    return Site(name=settings.brand_name, address=settings.address, sender=sender)


def _kind(transport: Transport, site: Site, sign: Sign) -> JobKind:
    async def run(job: Job) -> None:
        letter_id = UUID(job.payload["letter"])
        await send_letter(letter_id, transport, site, sign, is_last_try=job.is_last_try)

    return JobKind(name=SEND_JOB, run=run, delays=DELAYS)


async def send_letter(
    letter_id: UUID, transport: Transport, site: Site, sign: Sign = unsigned, *, is_last_try: bool
) -> None:
    """Send a letter that waits; one that was sent, is gone, or is being sent at this moment is left alone.

    Raises:
        Exception: it could not be sent now, and is to be tried again. After the last try it is dead.
    """
    letter = await repository.begin_try(letter_id, site.sender.rpartition("@")[2])
    if letter is None:
        return
    if letter.queued_at < clock.now() - TOO_OLD and letter.tries == 1:
        await repository.end(
            letter_id, LetterStatus.DEAD, clock.now(), "it waited too long to be sent at all"
        )
        return
    message = compose(letter, replace(site, signature=await sign(letter.council_code)))
    try:
        async with transaction():
            if await repository.hold(letter_id):
                await _hand_over(letter_id, message, transport, site)
    except Exception as error:
        await _note_failure(letter_id, error, is_last_try=is_last_try)
        if not is_last_try:
            raise


async def _hand_over(letter_id: UUID, message: EmailMessage, transport: Transport, site: Site) -> None:
    """Send and note it, in the transaction that holds the letter."""
    try:
        await transport.send(message, site.sender, message["To"].addresses[0].addr_spec)
    except RefusedError as error:
        await repository.end(letter_id, LetterStatus.DEAD, clock.now(), str(error))
        log.warning("letter refused", letter=str(letter_id), said=str(error))
    else:
        await repository.end(letter_id, transport.ends_as, clock.now(), None)


async def _note_failure(letter_id: UUID, error: Exception, *, is_last_try: bool) -> None:
    problem = _said(error)
    if is_last_try:
        await repository.end(letter_id, LetterStatus.DEAD, clock.now(), problem)
        log.error("letter given up", letter=str(letter_id), exc_info=error)
    else:
        await repository.note_problem(letter_id, problem)


def _said(error: Exception) -> str:
    """An error's type, and the codes of a mail server; its words quote addresses."""
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return "it did not answer in time"
    codes = _codes(error.code, error.message) if isinstance(error, aiosmtplib.SMTPResponseException) else ""
    return f"{type(error).__name__} {codes}".strip()


def _codes(code: int, words: str) -> str:
    enhanced = _ENHANCED_CODE.search(words)
    return f"{code} {enhanced.group()}" if enhanced else str(code)


def _raise_if_permanent(code: int, words: str) -> None:
    if code >= _FIRST_PERMANENT:
        raise RefusedError(_codes(code, words)) from None
