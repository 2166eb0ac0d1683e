"""Made-up people: first name and initial, with languages and culture that go loosely with name and area."""

from bisect import bisect
from functools import cache
from itertools import accumulate
from random import Random

from msgspec import Struct

from seed.demo.gaps import shortage_in
from seed.demo.phrases import pick
from seed.demo.vocabulary import communities, community_shares

_INITIALS = "AAABBBBCCCCDDDEEFFGGGHHHHIJJKKKLLLMMMMMNNOPPPPRRRSSSSSSTTTVWWWYZ"
_DIVERSE = ("urdu", "punjabi", "gujarati", "bengali", "caribbean", "west_african")
_BSL, _MAKATON, _SSE, _EASY_READ = 0.028, 0.05, 0.008, 0.015
"""Chances that somebody uses these."""
_THOUSAND = 1000


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who offers support. `languages` are besides English."""

    first: str
    initial: str
    gender: str
    community: str
    languages: tuple[str, ...]
    cultures: tuple[str, ...]

    @property
    def name(self) -> str:
        """First name and initial."""
        return f"{self.first} {self.initial}."


@cache
def _community_scale(council_code: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Communities of a council with cumulated shares; the rest of the thousand is `english`."""
    shares = community_shares().get(council_code, {})
    left = shortage_in(council_code).communities
    weights = {code: share * left.get(code, 1.0) for code, share in shares.items()}
    weights["english"] = max(_THOUSAND - sum(weights.values()), _THOUSAND / 5)
    return tuple(weights), tuple(accumulate(weights.values()))


def share_of(council_code: str, community: str) -> float:
    """How many of a thousand people who offer support in a council belong to a community, gaps taken off."""
    if community == "diverse":
        return sum(share_of(council_code, code) for code in _DIVERSE)
    share = community_shares().get(council_code, {}).get(community, 0)
    return share * shortage_in(council_code).communities.get(community, 1.0)


def make_person(random: Random, council_code: str, women: float = 0.78) -> Person:
    """Make up a person of an area; `women` is the chance that it is a woman."""
    codes, scale = _community_scale(council_code)
    community = communities()[codes[bisect(scale, random.random() * scale[-1])]]
    chance = random.random()
    gender = "female" if chance < women else "male"
    first = pick(random, community.women if gender == "female" else community.men)
    withheld = shortage_in(council_code).withheld
    languages = [code for code, likely in community.languages.items() if random.random() < likely]
    languages += _signs(random)
    cultures = [code for code, likely in community.cultures.items() if random.random() < likely]
    return Person(
        first=first,
        initial=pick(random, _INITIALS),
        gender="non_binary" if chance > 0.993 else gender,
        community=community.code,
        languages=tuple(code for code in languages if code not in withheld),
        cultures=tuple(cultures[:4]),
    )


def _signs(random: Random) -> list[str]:
    chance = random.random()
    if chance < _BSL:
        return ["bsl"]
    if chance < _BSL + _MAKATON:
        return ["makaton"]
    if chance < _BSL + _MAKATON + _SSE:
        return ["sse"]
    return ["easy_read"] if chance > 1 - _EASY_READ else []
