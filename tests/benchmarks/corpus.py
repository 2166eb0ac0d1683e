# ruff: noqa: E501 - lists of words read best in long lines
"""Made-up listings in British towns: many, quickly, and always the same."""

import random
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

import msgspec

from search.documents import IndexSchema, Point, SearchDocument

TODAY = date(2026, 11, 22)

TOWNS = [
    # name, latitude, longitude, people in thousands
    ("London", 51.507, -0.128, 8900), ("Birmingham", 52.480, -1.902, 1150), ("Manchester", 53.480, -2.242, 2700),
    ("Leeds", 53.801, -1.549, 1900), ("Glasgow", 55.864, -4.252, 1000), ("Liverpool", 53.408, -2.992, 900),
    ("Newcastle", 54.978, -1.618, 800), ("Sheffield", 53.381, -1.470, 700), ("Bristol", 51.455, -2.588, 650),
    ("Nottingham", 52.955, -1.149, 700), ("Leicester", 52.637, -1.140, 500), ("Cardiff", 51.481, -3.179, 450),
    ("Edinburgh", 55.953, -3.189, 500), ("Belfast", 54.597, -5.930, 480), ("Southampton", 50.910, -1.404, 850),
    ("Plymouth", 50.375, -4.143, 260), ("Norwich", 52.631, 1.297, 200), ("Hull", 53.746, -0.336, 300),
    ("Exeter", 50.718, -3.534, 130), ("York", 53.960, -1.087, 200), ("Melksham", 51.371, -2.138, 25),
    ("Mere", 51.089, -2.269, 3), ("Truro", 50.263, -5.051, 25), ("Inverness", 57.478, -4.224, 60),
    ("Carlisle", 54.893, -2.933, 75), ("Aberystwyth", 52.415, -4.083, 18), ("Cambridge", 52.205, 0.119, 150),
    ("Devizes", 51.353, -1.996, 12), ("Penzance", 50.119, -5.537, 21), ("Whitby", 54.486, -0.613, 13),
]  # fmt: skip

KINDS = {
    "personal_assistant": "Personal assistant",
    "micro_enterprise": "Micro-enterprise",
    "co_operative": "Co-operative",
    "community_activity": "Community activity",
    "support_organization": "Support organisation",
}
SUPPORT = (
    "Swimming", "Personal care", "Home care", "Cleaning", "Cooking", "Shopping", "Gardening", "Befriending",
    "Companionship", "Grab rails", "Transport", "Respite", "Sitting service", "Help with forms", "Employment support",
    "Football", "Dance", "Art classes", "Music", "Walking group", "Day trips", "Payroll", "Advocacy", "Night support",
    "Dog walking", "Handyperson", "Physiotherapy", "Sign language", "Computer skills", "Travel training",
)  # fmt: skip
GROUPS = (
    "Older people", "Learning disability", "Physical disability", "Autism", "Mental health", "Dementia",
    "Sensory loss", "Carers", "Children and young people", "Long-term conditions",
)  # fmt: skip
LANGUAGES = ("English", "BSL", "Makaton", "Somali", "Urdu", "Polish", "Bengali", "Punjabi", "Arabic", "Welsh",
             "Gujarati", "Portuguese", "Romanian", "Turkish", "Cantonese")  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SMALL_FACETS = {
    "culture": ("christian", "muslim", "jewish", "hindu", "sikh", "african", "caribbean"),
    "gender": ("woman", "man", "any"),
    "transport": ("driver", "car", "wheelchair"),
    "access": ("step_free", "toilet", "parking", "loop", "quiet"),
    "time": ("morning", "afternoon", "evening", "night"),
    "funding": ("direct_payment", "personal_budget", "health_budget", "isf", "self"),
    "check": ("dbs", "insurance", "references", "training"),
}
PHRASES = (
    "I have worked with people of all ages for many years and enjoy every day of it",
    "we help you to live the life you choose at home and in your town",
    "friendly and patient with a good sense of humour",
    "experience of supporting people with complex needs and their families",
    "everyone is welcome and there is always tea and cake",
    "our workers are trained checked and insured and paid a fair wage",
    "I can drive you to appointments clubs and the shops in my own car",
    "small group so that there is time for each person",
    "call us for a chat about what you would like to do",
    "we meet in a hall with level entry parking and a hearing loop",
    "flexible hours mornings evenings and weekends by arrangement",
    "cooking a meal together doing the washing and keeping the house tidy",
    "support to get out and about meet friends and try new things",
    "calm and reliable and happy to follow your routine",
    "owned and run by the people who work here",
    "help to fill in forms pay bills and sort out letters",
)
SYLLABLES = (
    "ba",
    "ker",
    "son",
    "ton",
    "wil",
    "ham",
    "fi",
    "mor",
    "gan",
    "lo",
    "ster",
    "ri",
    "dge",
    "pa",
    "tel",
    "khan",
)
FACETS = ("kind", "care_group", "support_type", "language", "day", *SMALL_FACETS)
SCHEMA = IndexSchema(
    facets=FACETS,
    synonyms={
        "pa": ("personal assistant",), "ld": ("learning disability",), "dp": ("direct payment",),
        "carer": ("personal assistant", "support worker"), "bsl": ("british sign language", "sign language"),
        "buddy": ("befriending", "companionship"), "sitter": ("sitting service",), "lifts": ("transport",),
    },
    stop_words=frozenset({"a", "an", "and", "for", "i", "in", "is", "me", "my", "of", "on", "or", "some", "someone", "take", "the", "to", "want", "with", "you", "your"}),
)  # fmt: skip


def corpus(count, seed=7):
    """That many documents, one after the other."""
    chance = random.Random(seed)
    surnames = [_name(chance) for _ in range(max(2_000, count // 5))]
    weights = [town[3] for town in TOWNS]
    for _ in range(count):
        yield _document(chance, chance.choices(TOWNS, weights)[0], surnames)


def _name(chance):
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _document(chance, town, surnames):
    name, latitude, longitude, people = town
    spread = 0.02 + people**0.5 / 500
    kind = chance.choices(tuple(KINDS), (45, 20, 5, 22, 8))[0]
    support = chance.sample(SUPPORT, chance.randint(1, 3))
    groups = chance.sample(GROUPS, chance.randint(1, 3))
    languages = ["English", *chance.sample(LANGUAGES[1:], chance.choices((0, 1, 2), (70, 25, 5))[0])]
    venue = kind == "community_activity" or (kind != "personal_assistant" and chance.random() < 0.4)
    travels = 0.0 if venue else chance.choice((3.0, 5.0, 8.0, 10.0, 15.0, 25.0))
    owner = f"{chance.choice(surnames)} {chance.choice(surnames)}"
    if chance.random() < 0.01:
        venue, travels, areas = False, 0.0, ("E92000001",)
    else:
        areas = (f"{name[:2].upper()}{chance.randint(1, 20)}",) if chance.random() < 0.1 else ()
    return SearchDocument(
        id=UUID(int=chance.getrandbits(128)),
        version=1,
        title=f"{support[0]} with {owner}" if chance.random() < 0.6 else f"{KINDS[kind]} in {name}",
        tags=(KINDS[kind], *support, *groups, *languages),
        provider=owner,
        text=f"{'. '.join(chance.sample(PHRASES, 3))}. {support[-1]} in {name} for {groups[0].lower()}.",
        point=Point(latitude + chance.gauss(0, spread), longitude + chance.gauss(0, spread * 1.6)),
        is_venue=venue,
        travels_miles=travels,
        areas=areas,
        facets={
            "kind": (kind,),
            "care_group": tuple(groups),
            "support_type": tuple(support),
            "language": tuple(languages),
            "day": tuple(chance.sample(DAYS, chance.randint(1, 5))),
            **{
                facet: tuple(chance.sample(values, chance.randint(0, min(3, len(values)))))
                for facet, values in SMALL_FACETS.items()
            },
        },
        price_pence=chance.choice((None, 0, 500, 1200, 1450, 1600, 1800, 2200)),
        free_now=chance.choice((0.0, 0.0, 2.0, 5.0, 10.0, 20.0)),
        confirmed_on=TODAY - timedelta(days=chance.randint(0, 500)),
    )


CHUNK = 10_000
_DECODER = msgspec.msgpack.Decoder(list[SearchDocument])


def store(path, count):
    """Write that many documents to a file, so that every engine is given the same and none pays for them."""
    documents = corpus(count)
    with path.open("wb") as file:
        while chunk := list(islice(documents, CHUNK)):
            packed = msgspec.msgpack.encode(chunk)
            file.write(len(packed).to_bytes(4, "big") + packed)


def stored(path):
    """The documents of a file, a list of `CHUNK` at a time."""
    with path.open("rb") as file:
        while size := file.read(4):
            yield _DECODER.decode(file.read(int.from_bytes(size, "big")))
