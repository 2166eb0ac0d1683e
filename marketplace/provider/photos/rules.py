"""What a press of a button does to the pictures of a listing. Pure."""

import re
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from marketplace.kernel.forms import FormData, clean
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import Answers
from marketplace.provider.photos.schemas import PhotoLine, PhotoProblem

MOST_PHOTOS = 10
SHORTEST_ALT, LONGEST_ALT = 3, 250
_HASH = re.compile(r"[0-9a-f]{64}")
_ACTION = re.compile(r"(up|down|remove)-(\d{1,2})")

Lines = tuple[PhotoLine, ...]


def lines_of(content: Answers) -> Lines:
    """The pictures of a request's answers."""
    return tuple(
        PhotoLine(media_hash=str(photo["media_hash"]), alt=str(photo["alt"]))
        for photo in content.get("photos") or ()
    )


def answers_of(lines: Lines) -> Answers:
    """The pictures as answers of a request."""
    return {"photos": [{"media_hash": line.media_hash, "alt": line.alt} for line in lines]}


def read_lines(data: FormData) -> Lines:
    """The pictures that a form sends back, in its order, each once; what is no picture's name is left out."""
    hashes = [str(value) for value in data.getall("media_hash", [])]
    alts = [str(clean(value)) for value in data.getall("alt", []) if isinstance(value, str)]
    alts += [""] * len(hashes)
    found: dict[str, PhotoLine] = {}
    for media_hash, alt in zip(hashes, alts, strict=False):
        if _HASH.fullmatch(media_hash):
            found.setdefault(media_hash, PhotoLine(media_hash=media_hash, alt=" ".join(alt.split())))
    return tuple(found.values())


def only_usable(lines: Lines, usable: Collection[str]) -> Lines:
    """The pictures without those that are not the organisation's."""
    return tuple(line for line in lines if line.media_hash in usable)


def act(lines: Lines, action: str) -> Lines:
    """The pictures after a button: `up-1` moves the first up, `remove-2` takes the second out."""
    match = _ACTION.fullmatch(action)
    position = int(match[2]) - 1 if match else -1
    if match is None or not 0 <= position < len(lines):
        return lines
    if match[1] == "remove":
        return lines[:position] + lines[position + 1 :]
    other = position + (1 if match[1] == "down" else -1)
    if not 0 <= other < len(lines):
        return lines
    moved = list(lines)
    moved[position], moved[other] = moved[other], moved[position]
    return tuple(moved)


def mark_problems(lines: Lines) -> Lines:
    """The pictures with what is wrong with their words."""
    return tuple(replace(line, problem=_problem_of(line.alt)) for line in lines)


def list_problems(lines: Sequence[PhotoLine]) -> tuple[PhotoProblem, ...]:
    """The summary of what is wrong, each with the field to mend."""
    return tuple(
        PhotoProblem(f"alt-{number}", line.problem) for number, line in enumerate(lines, 1) if line.problem
    )


def _problem_of(alt: str) -> str:
    if not alt:
        return _("Say what the picture shows, for people who cannot see it")
    if len(alt) < SHORTEST_ALT:
        return _("Say in a few words what the picture shows")
    if len(alt) > LONGEST_ALT:
        return _("Say it in %(num)s characters or fewer", num=LONGEST_ALT)
    return ""
