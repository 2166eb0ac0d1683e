"""The door of the links room: make a link, look at it, use it up.

A GET shows a page with one button and calls `find_link`, which changes nothing: scanners of mail follow
links. The POST calls `use_link` inside the transaction of what the link is for.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.tokens import hash_of, is_token, new_token
from marketplace.links import repository
from marketplace.links.schemas import Link

__all__ = [
    "LinkHolder", "drop_expired_links", "end_links", "end_links_of", "end_links_to", "find_link",
    "list_links", "make_link", "make_links", "use_link",
]  # fmt: skip


async def make_link(
    purpose: str,
    *,
    record_id: UUID | None,
    account_id: UUID | None = None,
    data: Mapping[str, Any] | None = None,
    expires_at: datetime,
) -> str:
    """Make a link for one purpose and return its token, 43 letters that fit into an address.

    The token is not kept and cannot be read again. `data` is kept as JSON.
    """
    link = Link(
        purpose=purpose,
        record_id=record_id,
        account_id=account_id,
        data=dict(data or {}),
        expires_at=expires_at,
    )
    (token,) = await make_links([link])
    return token


async def make_links(links: Sequence[Link]) -> list[str]:
    """Make many links in one statement; return their tokens in the same order. See `make_link`."""
    tokens = [new_token() for _link in links]
    hashed = [(hash_of(token), link) for token, link in zip(tokens, links, strict=True)]
    await repository.add_many(hashed, clock.now())
    return tokens


async def find_link(token: str, purpose: str) -> Link:
    """What a link is for, without using it.

    Raises:
        NotFoundError: it is unknown, used, has run out, or is for something else; they are not told apart.
    """
    link = None
    if is_token(token):
        link = await repository.find(hash_of(token), purpose, clock.now())
    return _found(link)


async def use_link(token: str, purpose: str) -> Link:
    """Use a link up, inside the transaction of what it is for: of two at once exactly one gets it.

    Raises:
        NotFoundError: as `find_link`.
    """
    link = None
    if is_token(token):
        link = await repository.take(hash_of(token), purpose, clock.now())
    return _found(link)


async def list_links(purpose: str, account_id: UUID) -> list[Link]:
    """The links of one purpose that an account made and that work now, latest first; without their tokens."""
    return await repository.list_working(account_id, purpose, clock.now())


async def end_links(purpose: str, record_id: UUID) -> int:
    """Make all links of one purpose to one record stop working; return how many there were."""
    return await repository.end(purpose, [record_id])


async def end_links_to(purpose: str, record_ids: Collection[UUID]) -> int:
    """The same for many records in one statement."""
    return await repository.end(purpose, record_ids)


async def end_links_of(purpose: str, account_id: UUID) -> None:
    """Make the links of one purpose that an account made stop working."""
    await repository.drop_of_account(account_id, purpose)


async def end_links_about(purpose: str, address: str) -> int:
    """Make links of one purpose whose data name an email address stop working; return how many there were.

    For those of nobody's account: who asked for an account twice has used one link, and the other is left.
    """
    return await repository.end_about(purpose, address)


async def drop_expired_links() -> int:
    """Remove links that have run out; return how many."""
    return await repository.drop_expired(clock.now())


class LinkHolder:
    """What this room keeps about an account: the links that act for it."""

    name = "links"

    async def export(self, account_id: UUID) -> object:
        """What each link is for, what it says and when it runs out; the links themselves are kept nowhere."""
        links = await repository.list_of_account(account_id)
        return [{"purpose": link.purpose, "data": link.data, "expires_at": link.expires_at} for link in links]

    async def erase(self, account_id: UUID) -> None:
        """Make all links of the account stop working."""
        await repository.drop_of_account(account_id)


def _found(link: Link | None) -> Link:
    if link is None:
        raise NotFoundError(_("This link does not work any more. It may have been used, or it is too old."))
    return link
