"""Reading `q`, `near` and `limit` of the small questions, with everything wrong with them at once."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from marketplace.finder.params.rules import LANGUAGE_PARAMETER, read_pairs
from marketplace.finder.params.schemas import ParamProblem
from marketplace.finder.params.values.rules import MisreadError, read_near, read_q, read_whole, shown
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import languages

DEFAULT_LIMIT = 10
MAX_LIMIT = 20
_Readers = Mapping[str, Callable[[str], Any]]


class Lookup(Struct, frozen=True, kw_only=True):
    """A small question."""

    q: str = ""
    near: str = ""
    limit: int = DEFAULT_LIMIT


def parse_places(query: bytes) -> tuple[Lookup, tuple[ParamProblem, ...]]:
    """The question "which places are called this?": `q`, `limit`."""
    return _parse(query, {"q": read_near, "limit": lambda text: read_whole(text, 1, MAX_LIMIT)})


def parse_suggest(query: bytes) -> tuple[Lookup, tuple[ParamProblem, ...]]:
    """The question "how may this go on?": `q`, `near`."""
    return _parse(query, {"q": read_q, "near": read_near})


def _parse(query: bytes, readers: _Readers) -> tuple[Lookup, tuple[ParamProblem, ...]]:
    fields: dict[str, Any] = {}
    problems: list[ParamProblem] = []
    for name, value in dict.fromkeys(read_pairs(query) or ()):
        if name == LANGUAGE_PARAMETER and value in languages():
            continue
        problem = _read(name, value.strip(), readers, fields)
        if problem:
            problems.append(problem)
    if "q" not in fields and not any(problem.field == "q" for problem in problems):
        problems.append(ParamProblem(field="q", value="", message=_("Give “q”: the text that was typed.")))
    return Lookup(**fields), tuple(problems)


def _read(name: str, text: str, readers: _Readers, fields: dict[str, Any]) -> ParamProblem | None:
    """Read one parameter into `fields`, or say what is wrong with it."""
    if name not in readers:
        known = tuple(readers)
        message = _("We do not know “%(name)s”. Leave it out.", name=shown(name, 60))
        return ParamProblem(field=shown(name, 60), value=shown(text), message=message, choices=known)
    if not text:
        return None
    if name in fields:
        message = _("“%(field)s” is given more than once. Give it once.", field=name)
        return ParamProblem(field=name, value=shown(text), message=message)
    try:
        fields[name] = readers[name](text)
    except MisreadError as mistake:
        return ParamProblem(field=name, value=shown(text), message=mistake.message, choices=mistake.choices)
    return None
