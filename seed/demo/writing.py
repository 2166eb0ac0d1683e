"""How sentences become a text: some of these, some of those, no longer than a provider would write."""

from collections.abc import Iterable, Sequence
from functools import cache
from random import Random

from marketplace.taxonomies.schemas import Taxonomy
from marketplace.taxonomies.service import source_label
from seed.demo.phrases import Phrase, Slots, draw

FEWEST_WORDS, MOST_WORDS = 25, 120

WHO = {
    "older_people": "older people",
    "dementia": "people with dementia",
    "learning_disability": "people with a learning disability",
    "profound_disability": "people with complex needs",
    "autism": "autistic people",
    "adhd": "people with ADHD",
    "physical_disability": "disabled people",
    "sight_loss": "people with sight loss",
    "hearing_loss": "deaf people",
    "deafblind": "deafblind people",
    "mental_health": "people with mental ill health",
    "brain_injury": "people with a brain injury",
    "stroke": "people who have had a stroke",
    "neurological_condition": "people with MS or Parkinson's",
    "long_term_condition": "people with a long-term condition",
    "disabled_children": "disabled children",
    "young_people": "young people",
    "carers": "carers",
    "substance_use": "people in recovery",
    "homelessness": "people without a settled home",
    "end_of_life": "people near the end of life",
}
"""Care groups as people are spoken of."""


@cache
def language_name(code: str) -> str:
    """Name of a language as it stands in a sentence: "Bengali", "Persian"."""
    return "BSL" if code == "bsl" else source_label(Taxonomy.LANGUAGE, code).split(" (")[0]


def sample_phrases(random: Random, phrases: Sequence[Phrase], slots: Slots, count: int) -> list[str]:
    """Render some of these phrases, in their own order, each at most once."""
    chosen = (
        sorted(draw(random, range(len(phrases)), count))
        if count > 1
        else [int(random.random() * len(phrases))][:count]
    )
    return [phrases[number].render(random, slots) for number in chosen]


def count_words(text: str) -> int:
    """Words of a sentence: one more than its spaces."""
    return text.count(" ") + 1


def fit_length(required: Iterable[str], optional: Iterable[str], most: int) -> list[str]:
    """All required sentences, and as many of the optional ones as fit into `most` words."""
    kept = list(required)
    length = sum(map(count_words, kept))
    for sentence in optional:
        words = count_words(sentence)
        if length + words <= most:
            kept.append(sentence)
            length += words
    return kept


def as_paragraphs(*paragraphs: Sequence[str]) -> str:
    """Sentences as paragraphs with an empty line between."""
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences)
