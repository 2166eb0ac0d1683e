"""How a council makes the site its own: name, tagline, logo, two colours, and its own words. No code touched.

Everything comes from the settings and is checked when the application starts, so that a colour nobody can
read or a misspelt file name is a plain sentence then and not a bad page later.
"""

import re
from pathlib import Path

from markupsafe import Markup, escape
from msgspec import Struct

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

BRAND_COLOUR = "#1f5147"
ACCENT_COLOUR = "#b0452a"
LOWEST_CONTRAST = 4.5
"""WCAG 2.2 AA for text; the colours stand behind white words, and are words on white."""

LOGO_TYPES = frozenset({".svg", ".png", ".webp", ".jpg", ".jpeg"})
LARGEST_LOGO_BYTES = 20_000
LARGEST_WORDS_BYTES = 20_000

WORDS = {
    "home-title": "the heading of the home page",
    "home-lead": "the sentence under it",
    "home-more": "paragraphs at the end of the home page",
    "about": "paragraphs at the top of the about page",
    "help": "paragraphs at the top of the help page",
    "contact": "how to reach the people who run this site; on the help, privacy and accessibility pages",
    "privacy": "paragraphs at the end of the privacy page",
    "accessibility": "paragraphs at the end of the accessibility statement",
    "footer": "a sentence in the footer of every page",
}
"""Names of the files (`home-title.txt`) in the folder of words, and what each is."""

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def luminance(colour: str) -> float:
    """Relative luminance of "#rgb" or "#rrggbb", from 0 (black) to 1 (white), as WCAG defines it."""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]  # noqa: PLR2004 - #rgb has three digits
    channels = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004 - as WCAG defines it
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_colour(variable: str, colour: str) -> None:
    """Refuse what is not a colour, or cannot be read on white (OperatorError)."""
    if not _COLOUR.fullmatch(colour):
        raise OperatorError(f'{variable} is "{colour}"; write it like #1f5147.')
    ratio = contrast(colour, "#ffffff")
    if ratio < LOWEST_CONTRAST:
        raise OperatorError(
            f"{variable} {colour} has a contrast of {ratio:.1f} to white; "
            f"words need at least {LOWEST_CONTRAST}, so choose a darker colour."
        )


class Theme(Struct, frozen=True, kw_only=True):
    """A checked theme, ready for the templates."""

    name: str
    tagline: str
    css: str
    """Rules that stand after those of `app.css`; empty when the colours are our own."""
    colour: str
    accent: str
    logo: Path | None
    words: dict[str, str]

    def text(self, name: str, default: str) -> str:
        """The council's own words of this name, else the default."""
        return self.words.get(name, default)

    def paragraphs(self, name: str) -> Markup:
        """The council's own words as paragraphs (an empty line between two); nothing when there are none."""
        if name not in WORDS:
            raise KeyError(name)
        blocks = [block.strip() for block in re.split(r"\n\s*\n", self.words.get(name, "")) if block.strip()]
        return Markup("").join(
            Markup('<p class="govuk-body">{}</p>').format(escape(block)) for block in blocks
        )


class Brand(Struct, frozen=True, kw_only=True):
    """A theme with the addresses of what belongs to it; empty where there is none."""

    theme: Theme
    theme_url: str
    logo_url: str


def load_theme(settings: Settings) -> Theme:
    """Read and check what the settings say about looks and words (OperatorError with one plain sentence)."""
    colour = settings.brand_colour or BRAND_COLOUR
    accent = settings.brand_accent or ACCENT_COLOUR
    check_colour("MARKETPLACE_BRAND_COLOUR", colour)
    check_colour("MARKETPLACE_BRAND_ACCENT", accent)
    ours = (colour.lower(), accent.lower()) == (BRAND_COLOUR, ACCENT_COLOUR)
    return Theme(
        name=settings.brand_name,
        tagline=settings.brand_tagline,
        css="" if ours else themed_css(colour, accent),
        colour=colour,
        accent=accent,
        logo=_checked_logo(settings.brand_logo),
        words=_read_words(settings.words_dir),
    )


def themed_css(colour: str, accent: str) -> str:
    """The rules that make these two the colours of the site."""
    return (
        f":root{{--app-brand:{colour};--app-accent:{accent};--govuk-brand-colour:{colour};"
        f"--govuk-link-colour:{colour};--govuk-link-visited-colour:{colour}}}\n"
    )


def _checked_logo(logo: Path | None) -> Path | None:
    if logo is None:
        return None
    variable = "MARKETPLACE_BRAND_LOGO"
    if logo.suffix.lower() not in LOGO_TYPES:
        raise OperatorError(f"{variable}: {logo} must be a picture: {', '.join(sorted(LOGO_TYPES))}.")
    try:
        size = logo.stat().st_size
    except OSError as error:
        raise OperatorError(f"{variable}: {logo} cannot be read ({error.strerror}).") from error
    if size > LARGEST_LOGO_BYTES:
        raise OperatorError(
            f"{variable}: {logo} has {size} bytes; pages stay quick with {LARGEST_LOGO_BYTES} or less."
        )
    return logo


def _read_words(folder: Path | None) -> dict[str, str]:
    """The `.txt` files of the folder by name. A name that no page uses is an error: none is in vain."""
    if folder is None:
        return {}
    variable = "MARKETPLACE_WORDS_DIR"
    if not folder.is_dir():
        raise OperatorError(f"{variable}: {folder} is not a folder.")
    words = {}
    for path in sorted(folder.glob("*.txt")):
        if path.stem not in WORDS:
            raise OperatorError(
                f"{variable}: no page uses {path.name}; there are {', '.join(sorted(WORDS))}."
            )
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise OperatorError(f"{variable}: {path.name} cannot be read as UTF-8 text.") from error
        if len(text) > LARGEST_WORDS_BYTES:
            raise OperatorError(f"{variable}: {path.name} is longer than {LARGEST_WORDS_BYTES} characters.")
        if text.strip():
            words[path.stem] = text.strip()
    return words
