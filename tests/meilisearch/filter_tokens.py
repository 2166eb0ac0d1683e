"""Cutting a filter into words, quoted values and signs."""

import re
from dataclasses import dataclass

from tests.meilisearch.errors import bad

_TOKEN = re.compile(
    r"""\s*(?:(?P<word>[\w.\-]+)|(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|(?P<sign>!=|>=|<=|[=<>()\[\],])|(?P<other>\S))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "'": "'", '"': '"'}
_ESCAPED["\\"] = "\\"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter: `kind` is word, quoted, sign or other; `start` its place in the text."""

    kind: str
    text: str
    start: int

    @property
    def bare(self):
        """The text, unless it is quoted: a keyword in quotes is a value."""
        return None if self.kind == "quoted" else self.text


def split(text):
    """The tokens of a filter."""
    tokens = []
    at = 0
    while match := _TOKEN.match(text, at):
        kind, at = match.lastgroup, match.end()
        piece = match[kind]
        if kind == "quoted":
            piece = _unescape(piece[1:-1])
        elif kind == "other" and piece in "'\"":
            rest = text[match.start(kind) :]
            raise bad(
                "invalid_search_filter",
                f"Expression `{rest}` is missing the following closing delimiter: `{piece}`.",
            )
        tokens.append(Token(kind, piece, match.start(kind)))
    return tokens


def _unescape(text):
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match):
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    if match[3] not in _ESCAPED:
        raise bad("invalid_search_filter", f"Malformed value: `{match[0]}`.")
    return _ESCAPED[match[3]]
