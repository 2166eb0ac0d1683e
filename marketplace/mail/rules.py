"""Kinds of letters, and what an address is."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.mail.schemas import Action, Letter, LetterKind

KINDS: Mapping[str, LetterKind] = {
    # Accounts
    "confirm_address": LetterKind(help="to confirm the address of a new account"),
    "already_signed_up": LetterKind(help="when somebody signs up with an address that has an account"),
    "reset_password": LetterKind(help="to choose a new password"),
    "no_account": LetterKind(help="when somebody asks for a new password and the address has no account"),
    "password_changed": LetterKind(help="after a password was changed"),
    "change_address": LetterKind(help="to confirm a new address"),
    "address_changed": LetterKind(help="to the old address after a change"),
    "account_deleted": LetterKind(help="after an account was deleted"),
    "account_unused": LetterKind(help="twice, before an account that nobody uses is deleted"),
    "second_factor_changed": LetterKind(help="after a second factor was set up, changed or taken away"),
    "staff_invitation": LetterKind(help="to somebody who is to work for a council"),
    "role_changed": LetterKind(help="after a role was given or ended"),
    # Organisations and listings
    "organization_invitation": LetterKind(help="to somebody who is to look after an organisation's listings"),
    "organization_changed": LetterKind(help="after somebody joined or left an organisation"),
    "claim_made": LetterKind(help="to those concerned when somebody says that a listing is theirs"),
    "claim_decided": LetterKind(help="after a claim was decided"),
    "change_submitted": LetterKind(help="after a listing or a change was handed in"),
    "change_approved": LetterKind(help="after a listing or a change was approved"),
    "change_returned": LetterKind(help="when a steward asks for changes"),
    "change_rejected": LetterKind(help="when a steward says no"),
    "listing_hidden": LetterKind(help="when a listing is hidden or shown again by a steward"),
    "listing_withdrawn": LetterKind(help="when a listing was taken down"),
    "check_decided": LetterKind(help="after a steward looked at evidence of a check"),
    "check_expiring": LetterKind(help="before and when a check runs out"),
    # Freshness
    "confirm_reminder": LetterKind(help="is the listing still right?", is_reminder=True),
    "second_reminder": LetterKind(help="when the first was not answered", is_reminder=True),
    "ranked_lower": LetterKind(help="when a listing is shown further down since nobody confirmed it"),
    "hide_warning": LetterKind(help="before a listing is hidden since nobody confirmed it"),
    "sign_in_warning": LetterKind(help="before a listing is hidden since its PA was long away"),
    "not_confirmed": LetterKind(help="when a listing is hidden since nobody confirmed it"),
    "not_signed_in": LetterKind(help="when a listing is hidden since its PA was long away"),
    "freshness_digest": LetterKind(help="to stewards: listings that nobody looks after and nobody confirmed"),
    "capacity_reminder": LetterKind(help="is your free time still right?", is_reminder=True),
    # Saved listings
    "saved_list": LetterKind(help="when somebody asks to have what they saved sent to them"),
    # Enquiries
    "enquiry_received": LetterKind(help="when somebody asks a provider, or a provider answers an advert"),
    "enquiry_message": LetterKind(help="when the other side of a conversation has written"),
    "enquiry_agreed": LetterKind(help="to the provider when somebody wants to go ahead"),
    "enquiry_waiting": LetterKind(help="to the provider, once, when somebody has waited three days"),
    "enquiry_no_answer": LetterKind(help="to the person after a week without an answer: there are others"),
    "enquiry_ended": LetterKind(help="to the person when the provider cannot help, or did not answer"),
    # Adverts
    "advert_published": LetterKind(help="when an advert, or a change of one, is shown to providers"),
    "advert_returned": LetterKind(help="when a steward asks for a change of an advert"),
    "advert_rejected": LetterKind(help="when a steward says no to an advert"),
    "advert_expiring": LetterKind(help="a week before an advert's time is up: still looking?"),
    "advert_over": LetterKind(help="when an advert's time is up, or its owner agreed with who answered it"),
    "something_new": LetterKind(
        help="once a day at most: new adverts, listings or search results that may suit somebody",
        is_reminder=True,
    ),
    # Feedback
    "feedback_received": LetterKind(help="to the provider when somebody says how their help was"),
    "feedback_answered": LetterKind(help="to the person when the provider has answered that"),
    # Agreements of pools
    "agreement_proposed": LetterKind(help="to members of a pool: a new version of its agreement to read"),
    "agreement_in_force": LetterKind(help="to members of a pool, when everybody has agreed"),
    "agreement_dropped": LetterKind(help="to members of a pool, when a version was taken back"),
    "pool_statement_shared": LetterKind(help="to a council's address for pools: a member shows a statement"),
    "pool_statement_fine": LetterKind(help="to a member of a pool: a statement looks fine to the council"),
    "pool_statement_talk": LetterKind(help="to a member of a pool, when the council would like to talk"),
    "pool_for_council": LetterKind(help="to a council that asks for it, when a pool has an agreement"),
    # Pools
    "pool_shown": LetterKind(help="to leads of a pool when a steward lets others see its words"),
    "pool_returned": LetterKind(help="to leads of a pool when a steward asks for other words, or hides it"),
    "pool_news": LetterKind(help="once a day at most: who wants the same, and messages in pools"),
    "pool_asked": LetterKind(help="to leads of a pool when somebody asks to join"),
    "pool_welcomed": LetterKind(help="to who asked to join a pool, when a lead would like them in"),
    "pool_refused": LetterKind(help="to who asked to join a pool, when a lead says no"),
    "pool_invited": LetterKind(help="to who wants the same as somebody who has started a pool with them"),
    "pool_came": LetterKind(help="to leads of a pool when an invitation was followed"),
    "pool_placed": LetterKind(help="to leads of a pool when a place is taken"),
    "pool_nobody_acts": LetterKind(help="to leads of a pool, when nobody acts for a member any more"),
    "pool_lead": LetterKind(help="to who leads a pool from now on"),
    "pool_went": LetterKind(help="to leads of a pool when somebody leaves or has left"),
    "pool_stays": LetterKind(help="to leads of a pool when a notice is taken back"),
    "pool_left": LetterKind(help="to who has left a pool"),
    "pool_ending": LetterKind(help="to members of a pool when its last day is set"),
    "pool_goes_on": LetterKind(help="to members of a pool when its last day was taken back"),
    "pool_help_asked": LetterKind(help="to members of a pool: may a support organisation help it"),
    "pool_help_wanted": LetterKind(help="to people of a support organisation: a pool asks for its help"),
    "pool_help_said": LetterKind(help="to leads of a pool: what a support organisation said"),
    "pool_help_on": LetterKind(help="to leads and the support organisation: everybody said yes to its help"),
    "pool_help_off": LetterKind(help="to leads and the support organisation: it does not help any more"),
    "pool_reminder": LetterKind(help="to a member of a pool, when a lead reminds them"),
    "pool_ended": LetterKind(help="to all who had a part in a pool that has ended"),
    # Concerns
    "concern_received": LetterKind(help="to whoever reported a listing and left an address"),
    "concern_decided": LetterKind(help="to the same person, after it was decided"),
    "concern_told": LetterKind(help="to the provider, where that is safe"),
    "concern_for_council": LetterKind(help="to a council's stewards or its safeguarding contact"),
    # Referrals
    "referral_asked": LetterKind(help="to a provider whom a council's team asks to help somebody"),
    "referral_over": LetterKind(help="to a provider, when a referral is taken, taken back or over"),
    "referral_answered": LetterKind(help="to the practitioner, when a provider answered, left or ended it"),
    "referral_overdue": LetterKind(help="to the practitioner, when a provider has not answered in time"),
    "referral_forgotten": LetterKind(help="before a referral with which nothing happens is deleted"),
    "team_invitation": LetterKind(help="to a practitioner who is asked to join a team"),
    "team_joined": LetterKind(help="to the people of a team, when somebody joined it"),
    "team_changed": LetterKind(help="to a practitioner who was taken out of a team"),
    "team_empty": LetterKind(help="to a council's administrators, when nobody is in a team any more"),
}  # fmt: skip
"""Every kind of letter. A kind that is not here is refused."""

LONGEST_ADDRESS = 254
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_FEWEST_LABELS = 2
_IN_ADDRESSES = re.compile(r"(?<=\S)[.:/@\\\u3002\uff0e]+(?=\S)")
"""Signs between letters of an address, not at the end of a word as in "St. John"."""
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_~.?=&%#+-]*")


def read_address(text: str) -> str:
    """An email address in the form in which it is sent to, with a domain in ASCII.

    Raises:
        ValueError: it is no address: for a form, say "Enter an email address in the right form".
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise ValueError("This is no email address.")
    address = f"{local}@{_ascii_domain(domain)}"
    if len(address) > LONGEST_ADDRESS:
        raise ValueError("This is no email address.")
    return address


def _ascii_domain(domain: str) -> str:
    """A domain name in lower case, as it is looked up."""
    try:
        name = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError("This is no email address.") from error
    labels = name.split(".")
    is_name = len(labels) >= _FEWEST_LABELS and all(map(_LABEL.fullmatch, labels))
    if not is_name or labels[-1].isdigit():
        raise ValueError("This is no email address.")
    return name


def check_letter(letter: Letter) -> None:
    """Refuse what a programmer forgot; none of it depends on what people typed.

    Raises:
        ValueError: an unknown kind, a subject of several lines or with an address in it, an address of
            another site, or a reminder that nobody could stop.
    """
    known = KINDS.get(letter.kind)
    if known is None:
        raise ValueError(f"There is no kind of letter {letter.kind!r}.")
    if not letter.subject.strip() or any(sign in letter.subject for sign in "\r\n@%"):
        raise ValueError("The subject of a letter is one fixed line.")
    paths = [part.url for part in letter.parts if isinstance(part, Action)]
    if not all(map(_PATH.fullmatch, (*paths, letter.unsubscribe_url or "/"))):
        raise ValueError("A letter leads to paths of this site only.")
    if known.is_reminder != (letter.unsubscribe_url is not None):
        raise ValueError("Reminders, and no other letters, have a way to stop them.")


def without_links(parts: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """The parts of a letter as they are kept, without where its buttons lead."""
    if parts is None:
        return None
    return [{name: value for name, value in part.items() if name != "url"} for part in parts]


def unlinked(text: str) -> str:
    """A name that somebody chose, for a letter to a stranger: no mail program makes an address of it.

    Otherwise our letters would carry anybody's web address to anybody ("Pay at http://…").
    """
    return _IN_ADDRESSES.sub(" ", text)
