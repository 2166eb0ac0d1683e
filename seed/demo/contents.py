"""Puts the drawn facts and their words together."""

from datetime import date
from random import Random

from marketplace.listings.schemas import CqcStatus, ListingKind, Organization
from seed.demo import facts
from seed.demo.assistant_words import write_assistant
from seed.demo.assistants import Assistant
from seed.demo.checks import draw_checks
from seed.demo.gaps import shortage_in
from seed.demo.names import make_website
from seed.demo.offer_words import write_offer
from seed.demo.offers import Drawn
from seed.demo.parts import PERSONAL_CARE, Content, checked_by, draw_photos, make_id
from seed.demo.phrases import pick

_PHOTO_CHANCE, _PHOTO_CHANCE_OF_PA = 0.55, 0.12
_WEBSITE_CHANCE = 0.6
_AGES = ((0, 0), (0, 0), (18, 0))
_AGES_OF_PA = ((0, 0), (0, 0), (18, 0), (18, 0), (16, 0))
_AGES_OF_CHILDREN = ((0, 18), (0, 25), (3, 18))


def content_of_assistant(random: Random, assistant: Assistant, today: date) -> Content:
    """All that a PA's listing says."""
    person, support = assistant.person, assistant.support
    text = write_assistant(random, assistant)
    ages = _AGES_OF_CHILDREN if assistant.profile.code == "family" else _AGES_OF_PA
    return Content(
        organization=Organization(id=make_id(random), name=person.name),
        text=text,
        care_groups=assistant.groups,
        support_types=support,
        languages=assistant.languages,
        cultures=person.cultures,
        genders=(person.gender,) if assistant.says_gender else (),
        transport=assistant.transport,
        funding=facts.draw_funding(random),
        area=assistant.area,
        capacity=assistant.capacity,
        schedule=assistant.schedule,
        costs=assistant.costs,
        checks=draw_checks(
            random, today, ListingKind.PERSONAL_ASSISTANT, support, checked_by(assistant.spot)
        ),
        photos=draw_photos(random, assistant.profile.photo, _PHOTO_CHANCE_OF_PA),
        cqc_status=CqcStatus.EXEMPT if PERSONAL_CARE.intersection(support) else CqcStatus.NOT_NEEDED,
        ages=pick(random, ages),
    )


def content_of_offer(random: Random, drawn: Drawn, today: date) -> Content:
    """All that the listing of an offer says."""
    offer = drawn.offer
    text = write_offer(random, drawn)
    withheld = shortage_in(drawn.spot.council_code).withheld
    website = make_website(drawn.brand) if random.random() < _WEBSITE_CHANCE else None
    return Content(
        organization=Organization(id=make_id(random), name=drawn.brand, website=website),
        text=text,
        care_groups=drawn.groups,
        support_types=drawn.support,
        languages=drawn.languages,
        cultures=drawn.cultures,
        genders=offer.genders,
        transport=tuple(code for code in offer.transport if code not in withheld),
        access=drawn.access,
        funding=facts.draw_funding(random),
        venue=drawn.venue,
        area=drawn.area,
        capacity=drawn.capacity,
        schedule=drawn.schedule,
        costs=drawn.costs,
        checks=draw_checks(random, today, drawn.kind, drawn.support, checked_by(drawn.spot)),
        photos=draw_photos(random, offer.photo, _PHOTO_CHANCE),
        cqc_status=drawn.cqc_status,
        cqc_location_id=drawn.cqc_location_id,
        workers=drawn.workers,
        ages=pick(random, offer.ages or _AGES),
    )
