"""The brand that follows from settings, as pure functions."""

import re

from msgspec import structs

from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel.web.theme import (
    ACCENT_COLOUR,
    BRAND_COLOUR,
    LOWEST_CONTRAST,
    Brand,
    contrast,
    themed_css,
)

_SHEET = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})\.css")


def brand_of(base: Brand, settings: CouncilSettings) -> Brand:
    """What the settings choose over what the environment says."""
    looks = settings.looks
    theme = base.theme
    colour, accent = looks.colour or theme.colour, looks.accent or theme.accent
    theme_url = base.theme_url
    if looks.colour or looks.accent:
        is_ours = (colour, accent) == (BRAND_COLOUR, ACCENT_COLOUR)
        theme_url = "" if is_ours else theme_path(colour, accent)
    return Brand(
        theme=structs.replace(
            theme,
            name=looks.site_name or theme.name,
            tagline=looks.tagline or theme.tagline,
            colour=colour,
            accent=accent,
            words={**theme.words, **settings.words},
        ),
        theme_url=theme_url,
        logo_url=logo_path(looks.logo) if looks.logo else base.logo_url,
    )


def theme_path(colour: str, accent: str) -> str:
    """Address of the style sheet of two colours: it says them, so that it never changes."""
    return f"/theme/{colour.removeprefix('#')}-{accent.removeprefix('#')}.css"


def logo_path(name: str) -> str:
    """Address of a logo by its name, which is that of its content."""
    return f"/logo/{name}.webp"


def read_sheet(name: str) -> str | None:
    """The style sheet of an address; None for what is none, or could not be read."""
    match = _SHEET.fullmatch(name)
    if match is None:
        return None
    colours = [f"#{digits}" for digits in match.groups()]
    if any(contrast(colour, "#ffffff") < LOWEST_CONTRAST for colour in colours):
        return None
    return themed_css(*colours)
