"""What the made-up council says of its market, for the public page and the market position statement."""

from marketplace.councils.service import get_council_settings
from marketplace.gaps.words.schemas import MarketWords
from marketplace.gaps.words.service import find_words, save_words

WORDS = MarketWords(
    quality=(
        "Good support lets people live the life they choose, with people whom they know.\n\n"
        "We see every new provider in its first three months and ask the people it supports once a year."
    ),
    ambitions=(
        "Within three years everybody in our area can choose between two kinds of support at least, "
        "wherever they live.\n\n"
        "Twice as many people as today pool a part of their direct payments, with help nearby."
    ),
    looking_for=(
        "Evening and weekend support for people with dementia, in the villages above all\n"
        "Groups that autistic young people run themselves\n"
        "Somebody to drive people to what they want to do, in places without a bus\n"
        "Breaks for unpaid carers that can be booked a week ahead"
    ),
    working_with_us=(
        "Talk to us before you spend money: we can tell you what people ask for and where.\n\n"
        "We help small providers with insurance, checks and their first year's plan. You need not tender: "
        "people pay you from their direct payments."
    ),
    contact_name="Market development team (made up)",
    contact_email="market@council.demonstration.example",
    contact_phone="01632 960161",
)


async def publish_words(council: str, actor: str) -> None:
    """Have the council's words public, unless it is not in the system or somebody wrote some."""
    is_here = (await get_council_settings(council)).is_in_system
    if is_here and not (await find_words(council)).version:
        await save_words(council, WORDS, 0, actor=actor, publish=True)
