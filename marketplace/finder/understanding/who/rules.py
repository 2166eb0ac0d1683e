"""Finds the kind of support and the languages in a text, where nothing else can be meant.

A filter leaves out what does not have it, so these are read only where the words ask for it: "PA who speaks
Somali" looks for a personal assistant, "help to employ a PA" does not; "speaks Polish" is a language, "Polish
club" may be more.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.understanding.text.rules import MOST_WORDS, Piece, Span, Word
from marketplace.taxonomies.schemas import Taxonomy

_SHORT_KINDS = {
    "pa": "personal_assistant",
    "pas": "personal_assistant",
    "pa's": "personal_assistant",
    "microenterprise": "micro_enterprise",
    "microenterprises": "micro_enterprise",
    "coop": "co_operative",
    "co-op": "co_operative",
    "cooperative": "co_operative",
    "cooperatives": "co_operative",
    "things to do": "community_activity",
    "something to do": "community_activity",
    "what's on": "community_activity",
    "whats on": "community_activity",
}
"""What people call the kinds besides their names."""
MOST_OTHER_WORDS = 1
"""A language is a filter only beside so many other words: with more of them, a filter leaves too little."""
_ASKS_FOR = frozenset({
    "a", "an", "the", "any", "some", "i", "i'm", "im", "we", "am", "are", "is", "there", "need", "needs",
    "needed", "want", "wanted", "wants", "would", "like", "looking", "look", "for", "find", "finding",
    "me", "us", "seek", "seeking", "search", "searching", "please", "local", "good", "experienced",
    "female", "male", "young", "new", "friendly", "reliable", "kind", "part-time", "show", "all", "see",
    "get", "do", "you", "have",
})  # fmt: skip
"""Before a kind: the text asks for one. "my PA", "as a PA", "training for PAs" do not."""
_ABOUT_WORK = frozenset({
    "employ", "employed", "employer", "employers", "employing", "employment", "recruit", "recruiting",
    "recruitment", "hire", "hiring", "pay", "paying", "paid", "payroll", "payslip", "payslips", "wage",
    "wages", "tax", "pension", "pensions", "train", "training", "course", "courses", "insurance",
    "contract", "contracts", "manage", "managing", "management", "advert", "adverts", "advertise",
    "interview", "interviews", "become", "becoming", "being", "job", "jobs", "vacancy", "vacancies",
    "rate", "rates", "cost", "costs", "redundancy", "rights", "register", "network", "forum", "hub",
    "directory", "agency", "scheme", "system", "advice", "budget", "dbs", "my", "your", "our", "their",
    "his", "her", "as",
})  # fmt: skip
"""Whoever uses one of these may look for help with being an employer, or with being a PA."""
_GOES_ON = frozenset({"support", "service", "services", "group", "groups", "cover", "work", "care"})
"""Straight after a kind they make another thing of it: "PA support"."""

_LEADS_ON = frozenset({"for", "with", "to", "help"})
"""After a kind: "PA to help with swimming" looks for swimming."""
_SPEAKS = frozenset(
    {"speak", "speaks", "speaking", "sign", "signs", "signing", "use", "uses", "using", "know", "knows"}
)
_BEFORE_SPEAKS = frozenset({"who", "that", "which", "can", "also", "could", "and"})
_SPEAKING = frozenset({"speaking", "speaker", "speakers"})
_JOINS = frozenset({"or", "and"})
_DENIES = frozenset(
    {"not", "no", "non", "don't", "dont", "doesn't", "doesnt", "cannot", "can't", "cant", "without"}
)
_LEARNS = frozenset({
    "learn", "learning", "lesson", "lessons", "class", "classes", "course", "courses", "teach", "teacher",
    "tutor", "tuition", "conversation", "practise", "practice", "improve", "exam", "gcse", "esol",
})  # fmt: skip
_ANY_NAME = re.compile(r"[^()]+")
_LONGEST_NAME = 4


def find_languages(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """The languages in which support is asked for: "who speaks Urdu or Punjabi", "Somali-speaking"."""
    seen = words[:MOST_WORDS]
    if any(word.bare in _LEARNS | _DENIES for word in seen):
        return ()
    names = _names(vocabulary, Taxonomy.LANGUAGE)
    for index in range(len(seen)):
        found = _speaks(seen, index, names) or _speaking(seen, index, names)
        if found:
            return found if _others(words, found, vocabulary) <= MOST_OTHER_WORDS else ()
    return ()


def _others(words: Sequence[Word], found: Sequence[Piece], vocabulary: Vocabulary) -> int:
    """Words besides the languages, and besides a kind that is asked for."""
    rest = [*words[: found[0].span.start], *words[found[-1].span.end :]]
    kind = find_kind(rest, vocabulary)
    return len(rest) - (kind.span.end if kind else 0)


def _speaks(words: Sequence[Word], index: int, names: Mapping[str, str]) -> tuple[Piece, ...]:
    """Read "who speaks Urdu or Punjabi", "in Urdu"."""
    if words[index].bare not in _SPEAKS and not (words[index].bare == "in" and index):
        return ()
    start, found = index, list[Piece]()
    while start and words[index].bare != "in" and words[start - 1].bare in _BEFORE_SPEAKS:
        start -= 1
    begin = index + 1
    while True:
        named = _name_at(words, begin, names)
        if named is None:
            return tuple(found)
        found.append(Piece(Span(start, named[0]), Taxonomy.LANGUAGE, named[1]))
        start = named[0]
        joined = start < len(words) and words[start].bare in _JOINS
        begin = start + 1 if joined else len(words)


def _speaking(words: Sequence[Word], index: int, names: Mapping[str, str]) -> tuple[Piece, ...]:
    """Read "Urdu-speaking", "Urdu speaker"."""
    name, dash, last = words[index].bare.rpartition("-")
    if dash and last in _SPEAKING and name in names:
        return (Piece(Span(index, index + 1), Taxonomy.LANGUAGE, names[name]),)
    named = _name_at(words, index, names)
    if named and named[0] < len(words) and words[named[0]].bare in _SPEAKING:
        return (Piece(Span(index, named[0] + 1), Taxonomy.LANGUAGE, named[1]),)
    return ()


def find_kind(words: Sequence[Word], vocabulary: Vocabulary) -> Piece | None:
    """The kind of support that the text asks for, when it is one."""
    seen = words[:MOST_WORDS]
    if any(word.bare in _ABOUT_WORK for word in seen):
        return None
    found = list(_kinds(seen, {**_names(vocabulary, Taxonomy.KIND), **_SHORT_KINDS}))
    if len(found) != 1 or not _is_asked_for(seen, found[0].span, _peoples(vocabulary)):
        return None
    end = found[0].span.end
    while end < len(seen) and seen[end].bare in _LEADS_ON:
        end += 1
    return replace(found[0], span=Span(found[0].span.start, end))


def _kinds(words: Sequence[Word], names: Mapping[str, str]) -> Iterator[Piece]:
    end = 0
    for index in range(len(words)):
        named = _name_at(words, index, names) if index >= end else None
        if named:
            end = named[0]
            yield Piece(Span(index, end), Taxonomy.KIND, named[1])


def _is_asked_for(words: Sequence[Word], span: Span, peoples: Collection[str]) -> bool:
    """The text begins with the kind, or with words that ask for it or say who it should be."""
    following = words[span.end].bare if span.end < len(words) else ""
    asks = all(word.bare in _ASKS_FOR or word.bare in peoples for word in words[: span.start])
    return asks and following not in _GOES_ON


def _peoples(vocabulary: Vocabulary) -> Collection[str]:
    """Languages and cultures: "Polish", "Muslim"."""
    return _names(vocabulary, Taxonomy.LANGUAGE).keys() | _names(vocabulary, Taxonomy.CULTURE).keys()


def _name_at(words: Sequence[Word], index: int, names: Mapping[str, str]) -> tuple[int, str] | None:
    """The end of the longest name that begins at a word, and its code."""
    for end in range(min(index + _LONGEST_NAME, len(words)), index, -1):
        code = names.get(" ".join(word.bare for word in words[index:end]))
        if code is not None:
            return end, code
    return None


def _names(vocabulary: Vocabulary, taxonomy: Taxonomy) -> Mapping[str, str]:
    labels = tuple((term.code, term.label) for term in vocabulary.terms.get(taxonomy, ()))
    return _names_of(labels)


@lru_cache(maxsize=64)
def _names_of(labels: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """What each code is called: "Bengali (Sylheti)" is "bengali", "sylheti", "bengalis" and its code."""
    names: dict[str, str] = {}
    for code, label in labels:
        for name in (code.replace("_", " "), *_ANY_NAME.findall(label)):
            plain = name.strip().casefold()
            plural = plain.removesuffix("y") + "ies" if plain.endswith("y") else plain + "s"
            names |= {plain: code, plural: code}
    return names
