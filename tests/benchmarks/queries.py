# ruff: noqa: E501 - lists of words read best in long lines
"""Queries for the made-up listings: always the same, each a little different."""

import random

from search.documents import Point
from search.query import Near, Reach, SearchQuery, Sort
from tests.benchmarks.corpus import DAYS, FACETS, GROUPS, KINDS, TODAY, TOWNS

TYPED = (
    "swimming", "personal care", "someone to take me swimming", "home care", "gardening", "help with forms", "pa",
    "carer", "befriending dementia", "autism football", "bsl", "somali", "night support", "walking group", "art classes",
    "payroll", "sitter", "grabrails", "homecare", "learning disability day trips", "cooking a meal", "dog walking",
)  # fmt: skip
MISSPELT = ("swiming", "persnal ca", "gardning", "befrend", "learnng disabi", "fisio", "companionshp", "swmi", "dementai",
            "footbal", "advocasy", "resp", "emplyment sup", "grabrai", "physoi")  # fmt: skip


def near(town, miles):
    """A place: a town (name, latitude, longitude …), and how far people go from it."""
    return Near(
        point=Point(town[1], town[2]),
        within_miles=miles,
        areas=frozenset({"E92000001", f"{town[0][:2].upper()}3"}),
    )


def queries(kind, count, seed=11):
    """Queries of one kind, each a little different."""
    chance = random.Random(seed)
    weights = [town[3] ** 0.7 for town in TOWNS]
    for _ in range(count):
        town = chance.choices(TOWNS, weights)[0]
        place = near(
            (town[0], town[1] + chance.gauss(0, 0.03), town[2] + chance.gauss(0, 0.03)),
            chance.choice((2, 5, 10, 25)),
        )
        yield _MAKERS[kind](chance, place)


def _filters(chance):
    filters = {"day": frozenset(chance.sample(DAYS, 2))}
    if chance.random() < 0.7:
        filters["kind"] = frozenset(chance.sample(tuple(KINDS), 2))
    if chance.random() < 0.5:
        filters["care_group"] = frozenset(chance.sample(GROUPS, 2))
    return filters


COUNTED = (*FACETS, "reach", "free")
LONDON = TOWNS[0]
_MAKERS = {
    "text": lambda chance, _: SearchQuery(text=chance.choice(TYPED), today=TODAY),
    "geo + filters": lambda chance, place: SearchQuery(
        near=place, filters=_filters(chance), sort=Sort.NEAREST, today=TODAY
    ),
    "everything": lambda chance, place: SearchQuery(
        text=chance.choice(TYPED), near=place, filters=_filters(chance), facets=COUNTED,
        reach=chance.choice(tuple(Reach)), today=TODAY,
    ),
    "heavy": lambda chance, _: SearchQuery(
        text="personal assistant", near=near(LONDON, 25), filters=_filters(chance), facets=COUNTED, today=TODAY
    ),
    "browse": lambda *_: SearchQuery(near=near(LONDON, 25), facets=COUNTED, today=TODAY),
    "prefix with typo": lambda chance, place: SearchQuery(
        text=chance.choice(MISSPELT), near=place, facets=COUNTED, today=TODAY
    ),
}  # fmt: skip
KINDS_OF_QUERY = tuple(_MAKERS)
BEGINNINGS = (
    "sw",
    "per",
    "personal as",
    "gar",
    "home c",
    "hel",
    "danc",
    "foo",
    "w",
    "wal",
    "swimming with b",
    "so",
)


def suggestions(count):
    """Beginnings of words, each with a place: (text, near)."""
    for number in range(count):
        yield BEGINNINGS[number % len(BEGINNINGS)], near(TOWNS[number % len(TOWNS)], 10)
