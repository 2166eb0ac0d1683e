"""Reading a text: known terms one by one, and a text that is not all known as one piece.

Two words that many people type, a first name and a surname, may be typed together by one person only. So what
no list has is never looked at word by word: "john smith" is one thing, "john baker" another, and three people
must have typed the very same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from marketplace.signals.words.schemas import ReadText, Vocabulary
from search.text import split_words

LONGEST_WHOLE, MOST_WORDS = 50, 5
"""Letters and words: what is longer is a sentence, and of those no two are alike."""
MOST_KNOWN = 12
_AND = "and"

IDLE = frozenset(
    {
        "a", "about", "an", "and", "any", "anybody", "anyone", "are", "around", "at", "be", "by", "can",
        "dad", "daughter", "father", "finding", "for", "from", "get", "go", "going", "have", "help",
        "helper", "helping", "her", "him", "his", "husband", "i", "in", "into", "is", "it", "like", "local",
        "looking", "making", "me", "more", "mother", "mum", "my", "near", "nearby", "need", "needed",
        "needs", "of", "on", "or", "our", "out", "please", "some", "somebody", "someone", "something",
        "son", "support", "that", "the", "their", "them", "there", "they", "things", "to", "up", "us",
        "want", "wanted", "wants", "we", "who", "wife", "will", "with", "would", "you", "your",
    }
)  # fmt: skip
"""Words that say nothing of what is looked for, and by which two askers of the same thing would differ."""


def vocabulary_of(
    thesaurus: Mapping[str, Iterable[str]],
    labels: Iterable[str],
    support_types: Mapping[str, str],
    care_groups: Mapping[str, str] | None = None,
    group_of: Mapping[str, str] | None = None,
) -> Vocabulary:
    """The vocabulary of a thesaurus, the labels of the lists, and two of the lists by their labels.

    `group_of` says as what the codes of care groups are counted.
    """
    by_label = _by_label(support_types)
    counted_as = group_of or {}
    groups = {
        spaced(label): counted_as[code] for label, code in (care_groups or {}).items() if code in counted_as
    }
    texts = {*thesaurus, *labels, *(meaning for meanings in thesaurus.values() for meaning in meanings)}
    terms = frozenset(term for text in texts if (term := spaced(text))) | by_label.keys()
    return Vocabulary(
        terms=terms,
        longest=max((term.count(" ") + 1 for term in terms), default=0),
        support_types=_meant(thesaurus, by_label),
        groups=_meant(thesaurus, groups),
        group_of=dict(counted_as),
    )


def _meant(thesaurus: Mapping[str, Iterable[str]], by_label: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Terms that mean what has a label, and the labels themselves."""
    meant = {
        spaced(term): tuple(
            dict.fromkeys(by_label[word] for meaning in meanings if (word := spaced(meaning)) in by_label)
        )
        for term, meanings in thesaurus.items()
    }
    return {
        **{term: codes for term, codes in meant.items() if codes},
        **{label: (code,) for label, code in by_label.items()},
    }


def _by_label(support_types: Mapping[str, str]) -> dict[str, str]:
    """Support types by label, and by the halves of "Cooking and meals" that no other label has."""
    whole = {spaced(label): code for label, code in support_types.items()}
    halves = [(half.strip(), code) for label, code in whole.items() for half in label.split(f" {_AND} ")]
    times = Counter(half for half, _code in halves)
    return {half: code for half, code in halves if times[half] == 1 and half not in IDLE} | whole


def spaced(text: str) -> str:
    """The words of a text as search splits them, with one space between."""
    return " ".join(split_words(text))


def read_text(text: str, vocabulary: Vocabulary) -> ReadText:
    """Read a text: what the vocabulary knows, longest terms first, and whether that is all."""
    words = split_words(text)
    known: dict[str, None] = {}
    is_all_known = True
    at = 0
    while at < len(words):
        term = _term_at(words, at, vocabulary)
        if term:
            known[term] = None
            at += term.count(" ") + 1
        else:
            is_all_known &= words[at] in IDLE
            at += 1
    found = list(known)[:MOST_KNOWN]
    types = dict.fromkeys(code for term in found for code in vocabulary.support_types.get(term, ()))
    groups = dict.fromkeys(group for term in found for group in vocabulary.groups.get(term, ()))
    return ReadText(
        known=tuple(found),
        whole="" if is_all_known or "@" in text else _whole(words),
        support_types=tuple(types),
        groups=tuple(groups),
        naming=tuple(term for term in found if term in vocabulary.support_types or term in vocabulary.groups),
    )


def _term_at(words: list[str], at: int, vocabulary: Vocabulary) -> str:
    """The longest term that begins at a word; "" when none does."""
    for length in range(min(vocabulary.longest, len(words) - at), 0, -1):
        term = " ".join(words[at : at + length])
        if term in vocabulary.terms and not (length == 1 and term in IDLE):
            return term
    return ""


def _whole(words: list[str]) -> str:
    """What is said, when it is short and of letters."""
    said = [word for word in words if word not in IDLE]
    whole = " ".join(said)
    is_fit = len(said) <= MOST_WORDS and len(whole) <= LONGEST_WHOLE and all(map(str.isalpha, said))
    return whole if is_fit else ""
