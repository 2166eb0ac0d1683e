"""What a password may be. Length and how easily it is guessed count; what signs it is made of does not."""

import unicodedata

from zxcvbn import zxcvbn

from marketplace.kernel.i18n import gettext as _

SHORTEST = 10
LONGEST = 200
_LONGEST_GUESSED = 20
"""How much of it the guesser looks at. It tries all readings of signs that may stand for letters: seconds for
sixty of them."""
_GOOD_SCORE = 3
"""Of 0 to 4: it takes more than a hundred million guesses."""


def normalized(password: str) -> str:
    """The same password from every keyboard: composed signs, one form of each."""
    return unicodedata.normalize("NFKC", password)


def find_fault(password: str, known: tuple[str, ...]) -> str | None:
    """What to mend in a new password, in plain words; None when it is good. Takes some milliseconds.

    `known` is what others know of its owner: name and address.
    """
    password = normalized(password)
    if len(password) < SHORTEST:
        return _("Use at least %(least)s characters", least=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most %(most)s characters", most=LONGEST)
    words = [part for text in known for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    if (
        zxcvbn(password[:_LONGEST_GUESSED], user_inputs=[word[:_LONGEST_GUESSED] for word in words[:20]])[
            "score"
        ]
        < _GOOD_SCORE
    ):
        return _("This password is easy to guess. Try three words that have nothing to do with each other")
    return None
