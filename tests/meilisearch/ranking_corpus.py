"""Made-up listings and searches, with slips and unfinished words, to compare rankings on."""

from random import Random

_WHO = [
    "assistant",
    "carer",
    "companion",
    "tutor",
    "coach",
    "driver",
    "gardener",
    "cleaner",
    "cook",
    "volunteer",
    "therapist",
    "advocate",
]
_WHAT = [
    "swimming",
    "gardening",
    "painting",
    "football",
    "cooking",
    "shopping",
    "reading",
    "singing",
    "cycling",
    "drumming",
    "fishing",
    "knitting",
    "music",
    "drama",
    "pottery",
    "computing",
    "budgeting",
    "travel",
    "training",
    "respite",
    "advocacy",
    "befriending",
    "physiotherapy",
]
_FOR = [
    "children",
    "adults",
    "teenagers",
    "families",
    "people",
    "autistic",
    "disabled",
    "elderly",
    "deaf",
    "blind",
    "young",
    "older",
]
_WHERE = [
    "Devizes",
    "Melksham",
    "Trowbridge",
    "Chippenham",
    "Calne",
    "Corsham",
    "Marlborough",
    "Warminster",
    "Westbury",
    "Salisbury",
    "Swindon",
    "Bristol",
    "Bath",
    "Frome",
    "Malmesbury",
    "Amesbury",
]
_HOW = [
    "friendly",
    "patient",
    "experienced",
    "qualified",
    "flexible",
    "reliable",
    "weekly",
    "evening",
    "weekend",
    "morning",
    "outdoor",
    "indoor",
]
_SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dar", "fen", "gol", "hip", "jun"]
_LINKING = ["with", "and", "for", "in", "near", "at", "by", "the", "a", "of", "our", "your", "every"]

LISTINGS = 1500
SEARCHES = 200


def listings():
    """Documents of a title and a text."""
    random = Random(7)
    return [_listing(random, number) for number in range(LISTINGS)]


def _listing(random, number):
    title = [random.choice(_HOW), random.choice(_WHAT), random.choice(_WHO), random.choice(_WHERE)]
    if random.random() < 0.5:
        title.insert(2, random.choice(_WHAT))
    text = []
    for _ in range(random.randint(6, 30)):
        text.append(random.choice(random.choice((_WHO, _WHAT, _FOR, _WHERE, _HOW))))
        if random.random() < 0.4:
            text.append(random.choice(_LINKING))
    text.append("".join(random.choice(_SYLLABLES) for _ in range(random.choice((2, 3, 3, 4)))))
    return {"id": number, "title": " ".join(title).capitalize(), "text": " ".join(text)}


def searches():
    """One to four words of some listing: a third with a slip, a third with the last word unfinished."""
    random = Random(11)
    documents = listings()
    return [_search(random, random.choice(documents)) for _ in range(SEARCHES)]


def rare_searches():
    """Made-up names of some listings, whole, with a slip, or begun."""
    random = Random(13)
    documents = listings()
    names = [random.choice(documents)["text"].split()[-1] for _ in range(SEARCHES)]
    return [random.choice((name, _slip(random, name), name[:-1])) for name in names]


def _search(random, document):
    words = f"{document['title']} {document['text']}".lower().split()
    start = random.randrange(len(words) - 4)
    chosen = words[start : start + random.randint(1, 4)]
    if random.random() < 1 / 3:
        place = random.randrange(len(chosen))
        chosen[place] = _slip(random, chosen[place])
    if random.random() < 1 / 3:
        chosen[-1] = chosen[-1][: max(3, len(chosen[-1]) - random.randint(1, 4))]
    return " ".join(chosen)


def _slip(random, word):
    """The word with one letter left out, doubled, or swapped with the next."""
    if len(word) < 5:
        return word
    place = random.randrange(1, len(word) - 1)
    return random.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )
