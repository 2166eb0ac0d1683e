"""Where each role goes, in words. Pure functions."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.home.schemas import Link, Part
from marketplace.kernel.i18n import gettext as _


def parts_of(viewer: Viewer) -> tuple[Part, ...]:
    """Where the viewer may go, by role. Who has none, or is no staff, looks for support."""
    roles = [role for role in _links() if viewer.has(role)]
    if not roles:
        roles = [Role.PERSON]
    return tuple(
        Part(
            title=_titles()[role] if len(roles) > 1 else "",
            links=tuple(Link(words=words, url=url) for url, words in _links()[role]),
        )
        for role in roles
    )


def _titles() -> dict[Role, str]:
    return {
        Role.STEWARD: _("Checking listings"),
        Role.PRACTITIONER: _("Referring people"),
        Role.COMMISSIONER: _("What people need"),
        Role.ADMINISTRATOR: _("Administration"),
        Role.PROVIDER: _("What you offer"),
        Role.PERSON: _("Finding support"),
    }


def _links() -> dict[Role, tuple[tuple[str, str], ...]]:
    return {
        Role.STEWARD: (
            ("/stewards", _("Requests")),
            ("/stewards/checks", _("Checks")),
            ("/stewards/claims", _("Claims")),
            ("/stewards/concerns", _("Concerns")),
            ("/stewards/wanted", _("Adverts")),
            ("/stewards/pools", _("Pools")),
            ("/stewards/feedback", _("Feedback")),
            ("/stewards/listings", _("Listings")),
            ("/stewards/imports", _("Imports")),
        ),
        Role.PRACTITIONER: (
            ("/practitioners/referrals", _("Referrals")),
            ("/practitioners/packs", _("Options packs")),
            ("/practitioners/pools", _("Statements of pools")),
            ("/practitioners/teams", _("Teams")),
            ("/search", _("Find support")),
        ),
        Role.COMMISSIONER: (("/commissioners", _("What people look for, and what came of asking")),),
        Role.ADMINISTRATOR: (
            ("/administration", _("Settings")),
            ("/administration/staff", _("Staff")),
            ("/administration/audit", _("What was done")),
            ("/stewards/concerns", _("Concerns")),
        ),
        Role.PROVIDER: (
            ("/provider", _("Your listings")),
            ("/provider/messages", _("Messages")),
            ("/provider/referrals", _("Referrals to you")),
            ("/provider/wanted", _("People who look for you")),
            ("/provider/feedback", _("What people say")),
            ("/provider/pools", _("Pools that you help")),
            ("/provider/start", _("List something else")),
        ),
        Role.PERSON: (
            ("/search", _("Find support")),
            ("/saved", _("Your list")),
            ("/messages", _("Messages")),
            ("/wanted", _("Adverts")),
            ("/pools/mine", _("Pools")),
            ("/searches", _("Saved searches")),
            ("/feedback", _("Say how help was")),
            ("/account/acting-for", _("People you act for")),
        ),
    }
