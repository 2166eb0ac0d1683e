"""What is wrong with an advert, and what a steward should look at, as pure functions, in plain words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import PERSONAL_CARE
from marketplace.listings.drafts.words.rules import contacts_in
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import AdvertKind, GenderReason, Wish

LONGEST_LINE, LONGEST_WORDS = 200, 2_000
FEWEST_REASON_CHARACTERS = 10
MOST_SUPPORT_TYPES, MOST_LANGUAGES = 12, 6
MOST_HOURS = 168.0
MOST_RATE_PENCE = 500_00
LOWEST_WAGE_PENCE = 12_21
"""An hour, from 21 years on, since April 2025."""

Known = Mapping[Taxonomy, frozenset[str]]

_TEXTS = ("skills", "times_words", "gender_words", "words")
_POSTCODE = re.compile(
    r"(?<![a-z0-9])[a-z]{1,2}[0-9][a-z0-9]?[\s.,-]*[0-9][abd-hjlnp-uw-z]{2}(?![a-z0-9])", re.IGNORECASE
)
_HIDDEN_CONTACT = re.compile(
    r"""(?<!\w)@\w{3} | \w\s*[\[(]\s*(?:at|dot)\s*[\])]\s*\w | \bdot\s+(?:com|org|net|co|uk)\b
    | \b(?:whats\s?app|facebook|insta(?:gram)?|snapchat|telegram|messenger|e?-?mail|hotmail|gmail|outlook)\b
    | \b(?:call|ring|text|phone)\s+me\b | \bmy\s+(?:phone|number|mobile|address)\b | [0-9](?:[\s./-]*[0-9]){6}
    | (?<![a-z0-9])(?:[a-z]\s){1,2}[0-9]\s(?:[a-z0-9]\s)?[0-9]\s?[a-z]\s?[a-z](?![a-z0-9])
    | (?:\b(?:zero|oh?|one|two|three|four|five|six|seven|eight|nine|double)\b[\s,-]*){6}""",
    re.IGNORECASE | re.VERBOSE,
)
_STREET = re.compile(
    r"\b(?:street|road|avenue|lane|close|crescent|terrace|gardens|grove|court|flat|house\s+number)\s*[0-9]+"
    r"|\b[0-9]+[a-z]?,?\s+(?:[A-Z][\w'\u2019-]+\s+){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|close|crescent|drive|terrace|gardens|grove|court|way|place)\b",
    re.IGNORECASE,
)
_TITLE_AND_NAME = re.compile(r"\b(?:mr|mrs|ms|miss|dr|mx)\b\.?\s+[a-z]", re.IGNORECASE)
_UNFAIR = re.compile(
    r"""\b(?:wom[ae]n|females?|lad(?:y|ies)|girls?|m[ae]n|males?|lads?|gentlem[ae]n|boys?|young(?:er)?|old(?:er)?
    |mature|under\s+[0-9]{2}|over\s+[0-9]{2}|aged|british|english|white|black|asian|foreign(?:er)?s?|native
    |nationality|immigrants?|christians?|muslims?|jew(?:s|ish)?|hindus?|sikhs?|catholics?|religio(?:n|us)
    |gay|straight|single|married|pregnant|no\s+children|able.bodied)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that may ask for something which the Equality Act 2010 lets nobody ask for. A steward reads them."""


def check_wish(wish: Wish, known: Known) -> Iterator[Problem]:
    """All that is wrong with what somebody wants."""
    yield from _check_choices(wish, known)
    yield from _check_gender(wish, known)
    yield from _check_numbers(wish)
    for field in _TEXTS:
        most = LONGEST_WORDS if field == "words" else LONGEST_LINE
        yield from check_text(field, getattr(wish, field), most)
    if not wish.words:
        yield Problem(field="words", message=_("Say in your own words what you are looking for."))


def find_risks(wish: Wish, own_name: str, supported_name: str = "") -> tuple[str, ...]:
    """Codes of what a steward should look at, the gravest first.

    `own_name` is that of the account, `supported_name` what it calls whom the advert is for.
    """
    text = "\n".join(_plain(getattr(wish, field)) for field in _TEXTS)
    found = {
        "contact": _HIDDEN_CONTACT.search(text),
        "surname": _has_surname(text, own_name),
        "supported": _has_name(text, _names_in(supported_name)),
        "street": _STREET.search(text),
        "gender": wish.gender,
        "gender_unexplained": wish.gender_reason is GenderReason.INTIMATE_CARE
        and not PERSONAL_CARE.intersection(wish.support_types),
        "unfair": _UNFAIR.search(f"{wish.skills}\n{wish.times_words}\n{wish.words}"),
        "low_rate": wish.kind is AdvertKind.PERSONAL_ASSISTANT
        and wish.rate_to_pence is not None
        and wish.rate_to_pence < LOWEST_WAGE_PENCE,
    }
    return tuple(code for code, is_there in found.items() if is_there)


def check_text(field: str, text: str, most: int) -> Iterator[Problem]:
    """What is wrong with words that others read who do not know their writer: no way to reach anybody."""
    if len(text) > most:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=f"{most:,}"))
    elif not all(sign.isprintable() or sign in "\r\n\t" for sign in text):
        message = _("This holds a character that cannot be shown. Type it again in plain words.")
        yield Problem(field=field, message=message)
    elif _POSTCODE.search(_plain(text)):
        message = _("This has a full postcode in it. Leave it out: people see the first half only.")
        yield Problem(field=field, message=message)
    elif contacts_in(_plain(text)):
        message = _(
            "Leave out phone numbers, email addresses and web addresses: people answer through this site, "
            "and you choose to whom you give them."
        )
        yield Problem(field=field, message=message)


def risk_labels() -> dict[str, str]:
    """What each code means, for stewards."""
    return {
        "contact": _("There may be a way to reach them in the words"),
        "surname": _("There may be a surname in the words"),
        "supported": _("There may be the name of whom it is for in the words"),
        "street": _("There may be an address in the words"),
        "gender": _("It asks for a woman or a man: is the reason lawful?"),
        "gender_unexplained": _("It gives intimate care as the reason, but asks for no personal care"),
        "unfair": _("The words may ask for an age, a sex, a nationality or a religion"),
        "low_rate": _("The pay is below the National Living Wage"),
    }


def tidy(wish: Wish) -> Wish:
    """The same without blanks at the ends of texts, and without words for a reason that nobody gives."""
    changes: dict[str, str] = {field: str(getattr(wish, field)).strip() for field in _TEXTS}
    if not wish.gender:
        changes["gender_words"] = ""
    values = {name: getattr(wish, name) for name in Wish.__struct_fields__} | changes
    rate_to = values["rate_to_pence"] if values["rate_to_pence"] is not None else values["rate_from_pence"]
    return Wish(**values | {"rate_to_pence": rate_to})


def _check_choices(wish: Wish, known: Known) -> Iterator[Problem]:
    if not 1 <= len(wish.support_types) <= MOST_SUPPORT_TYPES:
        message = _("Choose what you want help with: from one to %(num)s.", num=MOST_SUPPORT_TYPES)
        yield Problem(field="support_types", message=message)
    if len(wish.languages) > MOST_LANGUAGES:
        message = _("Choose %(num)s languages or fewer.", num=MOST_LANGUAGES)
        yield Problem(field="languages", message=message)
    parts = {f"{day}.{part}" for day in known[Taxonomy.DAY] for part in known[Taxonomy.TIME]}
    for field, codes in (
        ("support_types", known[Taxonomy.SUPPORT_TYPE]),
        ("languages", known[Taxonomy.LANGUAGE]),
        ("times", parts),
    ):
        if not set(getattr(wish, field)) <= codes:
            yield Problem(field=field, message=_("Choose from the list."))


def _check_gender(wish: Wish, known: Known) -> Iterator[Problem]:
    """The law lets nobody ask for a woman or a man but where the work itself needs it."""
    if not wish.gender:
        if wish.gender_reason is not None:
            yield Problem(field="gender_reason", message=_("Choose who you need, or take the reason away."))
        return
    if wish.kind is not AdvertKind.PERSONAL_ASSISTANT:
        message = _("You can ask this of a personal assistant only.")
        yield Problem(field="gender", message=message)
    elif wish.gender not in known[Taxonomy.GENDER]:
        yield Problem(field="gender", message=_("Choose from the list."))
    elif wish.gender_reason is None:
        message = _("Say why. Without a reason in the work itself the law does not let you ask this.")
        yield Problem(field="gender_reason", message=message)
    elif wish.gender_reason is GenderReason.OTHER and len(wish.gender_words) < FEWEST_REASON_CHARACTERS:
        message = _("Say in a sentence why the work needs this. Only the steward reads it.")
        yield Problem(field="gender_words", message=message)


def _check_numbers(wish: Wish) -> Iterator[Problem]:
    if wish.hours_per_week is not None and not 0 < wish.hours_per_week <= MOST_HOURS:
        message = _("Enter hours a week from 0.5 to 168, or leave it empty.")
        yield Problem(field="hours_per_week", message=message)
    low, high = wish.rate_from_pence, wish.rate_to_pence
    for field, pence in (("rate_from_pence", low), ("rate_to_pence", high)):
        if pence is not None and not 0 <= pence <= MOST_RATE_PENCE:
            yield Problem(field=field, message=_("Enter pounds from 0 to 500."))
    if high is not None and low is None:
        yield Problem(field="rate_from_pence", message=_("Enter the lower amount too."))
    elif low is not None and high is not None and high < low:
        yield Problem(field="rate_to_pence", message=_("Enter the higher amount here."))


def _has_surname(text: str, own_name: str) -> bool:
    return _has_name(text, _names_in(own_name)[1:]) or bool(_TITLE_AND_NAME.search(text))


def _has_name(text: str, names: Iterable[str]) -> bool:
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    return any(name.casefold() in words for name in names)


def _names_in(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text)


def _plain(text: str) -> str:
    """The same in the plainest signs: a number in wide digits, or with hidden signs, is one too."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
