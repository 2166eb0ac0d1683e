"""What is said when a place is not known: plainly, and with something to try."""

from marketplace.kernel.i18n import gettext as _
from marketplace.places.gazetteer.postcodes import Postcodes
from marketplace.places.gazetteer.towns import Towns
from marketplace.places.rules import format_postcode, squash
from marketplace.places.schemas import UnknownPlace

LONGEST_ECHO = 60
MOST_HINTS = 3


def echo(text: str) -> str:
    """What was typed, short enough to say again."""
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"


def say_nothing_typed() -> UnknownPlace:
    """Nothing was typed."""
    return UnknownPlace(asked="", message=_("Type a postcode, or the name of your town or village."))


def say_outside(asked: str) -> UnknownPlace:
    """A point is not in the United Kingdom."""
    message = _(
        "That point is outside the United Kingdom. This service knows places in the United Kingdom only."
    )
    return UnknownPlace(asked=echo(asked), message=message)


def say_no_postcode(asked: str, readings: list[str], postcodes: Postcodes) -> UnknownPlace:
    """A text has the shape of a postcode, but none of its readings has a place."""
    postcode = next(filter(postcodes.is_known, readings), readings[0])
    country = _crown_dependency(postcode)
    if country:
        message = _("{postcode} is in {country}. This service knows places in the United Kingdom only.")
        return UnknownPlace(asked=echo(asked), message=message.format(postcode=postcode, country=country))
    district = postcode.partition(" ")[0]
    if postcodes.find_district(district) is None:
        message = _("We know no postcode {postcode}. Check it, or try the name of your town.")
        return UnknownPlace(asked=echo(asked), message=message.format(postcode=format_postcode(asked)))
    if postcodes.is_known(postcode):
        message = _("No place is recorded for {postcode}. Try {district}, or the name of your town.")
    else:
        message = _("We know no postcode {postcode}. Try {district}, or the name of your town.")
    words = message.format(postcode=postcode, district=district)
    return UnknownPlace(asked=echo(asked), message=words, hints=(district,))


def _crown_dependency(postcode: str) -> str | None:
    countries = {"JE": _("Jersey"), "GY": _("Guernsey"), "IM": _("the Isle of Man")}
    return countries.get(postcode[:2]) if postcode[2].isdigit() else None


def say_beginning(asked: str, districts: list[str]) -> UnknownPlace:
    """A text is what several postcode districts begin with: "SW1", "LD"."""
    message = _("{beginning} is only the beginning of a postcode. Type more of it, such as {district}.")
    words = message.format(beginning=squash(asked), district=districts[0])
    return UnknownPlace(asked=echo(asked), message=words, hints=tuple(districts))


def say_no_name(asked: str, towns: Towns) -> UnknownPlace:
    """A text is no name of a place; the towns that it begins or nearly is are offered."""
    name = asked.partition(",")[0]
    similar = towns.list_beginning(name, MOST_HINTS) if len(squash(name)) > MOST_HINTS else []
    hints = tuple(town.label for town in similar or towns.list_similar(name, MOST_HINTS))
    words = echo(asked)
    if not hints:
        message = _("We know no place called “{name}”. Try a postcode, or the name of a town nearby.")
        return UnknownPlace(asked=words, message=message.format(name=words))
    message = _("We know no place called “{name}”. Did you mean {hint}?")
    return UnknownPlace(asked=words, message=message.format(name=words, hint=hints[0]), hints=hints)
