"""How place names are compared: one plain spelling of each, its short forms, and the words beside it."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_NAME = 80
"""Letters of a text that are looked at; the longest label of a place in the United Kingdom has some 60."""
LONGEST_NAME_WORDS = 8

_APOSTROPHES = re.compile(r"['`\u2019\u2018\u02bc\u00b4]")
_NOT_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")
_JOINING_WORD = re.compile(r" (?:upon|on|under|in|by|super|next|le|de|juxta|cum) ")
_SAME_WORDS = {"saint": "st", "sainte": "ste"}
_SHORT_COUNTIES = {
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "salop": "shropshire",
    "staffs": "staffordshire",
    "warks": "warwickshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
_EMPTY_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "county",
        "co",
        "council",
        "borough",
        "district",
        "city",
        "metropolitan",
        "royal",
        "london",
        "greater",
        "uk",
        "gb",
        "united",
        "kingdom",
    ]
)
_SHORTEST_OTHER_NAME = 4


def normalise_name(text: str) -> str:
    """Bring a name to the spelling that is compared: "St. Ives" and "Saint Ives" -> "st ives"."""
    plain = text[:LONGEST_NAME].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = plain.replace("&", " and ")
    words = _NOT_LETTER_OR_DIGIT.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(_SAME_WORDS.get(word, word) for word in words)


def short_forms(name: str) -> set[str]:
    """What a normalised name is called for short: "newcastle upon tyne" -> {"newcastle"}."""
    forms = {_JOINING_WORD.split(name)[0], name.removeprefix("city of "), name.removeprefix("royal ")}
    return {form for form in forms if form != name and len(form) >= _SHORTEST_OTHER_NAME}


def other_names(name: str, alternatives: Iterable[str], *, any_language: bool) -> set[str]:
    """The other names worth knowing of a place called `name`.

    GeoNames lists a place's name in all languages of the world. In England those with a part of the name's
    own words are kept ("Hull" of Kingston upon Hull); elsewhere (`any_language`) all in Latin letters, since
    the Welsh and Gaelic names are among them and not marked.
    """
    own = set(normalise_name(name).split())
    found = set()
    for alternative in alternatives:
        plain = normalise_name(alternative)
        is_latin = alternative[:1].isupper() and all(ord(character) < 0x250 for character in alternative)  # noqa: PLR2004 - the end of Latin Extended-B
        if is_latin and len(plain) >= _SHORTEST_OTHER_NAME and (any_language or set(plain.split()) <= own):
            found.add(plain)
    found |= short_forms(normalise_name(name))
    return found - {normalise_name(name)}


def split_endings(text: str) -> list[tuple[str, str]]:
    """All readings of a normalised text as a name and words that tell where it is, longest name first."""
    words = text.split()
    return [
        (" ".join(words[:end]), " ".join(words[end:]))
        for end in range(min(len(words), LONGEST_NAME_WORDS), 0, -1)
    ]


def _telling_words(text: str) -> frozenset[str]:
    words = {_SHORT_COUNTIES.get(word, word) for word in text.split()}
    return frozenset(words - _EMPTY_WORDS) or frozenset(words & {"london"})


def tells(words: str, surroundings: Iterable[str]) -> bool:
    """Say whether `words` name any of the surroundings, in whole or in part: "wilts", "yorkshire".

    Words that tell nothing ("uk", "county of") fit everywhere.
    """
    telling = _telling_words(words)
    return not telling or any(telling <= set(surrounding.split()) for surrounding in surroundings)


def name_of_area(text: str) -> str:
    """The bare name of a council or county: "wiltshire county council", "wilts" -> "wiltshire"."""
    words = [_SHORT_COUNTIES.get(word, word) for word in text.split()]
    bare = [
        word for word in words if word not in {"council", "county", "borough", "metropolitan", "district"}
    ]
    return " ".join(bare).removeprefix("london of ").removeprefix("royal of ").removeprefix("city of ")
