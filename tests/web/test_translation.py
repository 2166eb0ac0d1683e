"""Every word of every page goes through gettext: a pseudo-language puts brackets round what does, and nothing
but data may stand outside them."""

import re
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from marketplace.finder import service as finder
from marketplace.kernel import i18n
from marketplace.kernel.i18n import choose_language, gettext, ngettext, use_language

ROOT = Path(__file__).parents[2]
PATHS = [
    "/", "/about", "/help", "/accessibility", "/privacy", "/nowhere", "/search?near=Melksham&more=1",
    "/search?near=Melksham&view=map", "/search?near=Mere", "/search?near=BA12+9ZZ", "/search?within=9999",
    "/search?near=Melksham&kind=co_operative&day=sun&price_max=100",
]  # fmt: skip
SHOWN_ATTRIBUTES = {
    "aria-label",
    "alt",
    "title",
    "placeholder",
    "content",
    "data-near-me",
    "data-near-me-failed",
    "data-suggest-label",
    "data-support_type",
    "data-care_group",
    "data-language",
    "data-place",
}
NAMES = {"Hereabouts", "Carers UK", "Disability Rights UK", "Age UK", "development", "nohost"}


class Pseudo(NullTranslations):
    """Puts brackets round everything."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class Texts(HTMLParser):
    """Collects what people read or hear."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._inside = []

    def handle_starttag(self, tag, attrs):
        self._inside.append(tag)
        described = dict(attrs)
        self.found += [
            value
            for name, value in attrs
            if value and name in SHOWN_ATTRIBUTES
            if not (name == "content" and described.get("name") != "description")
        ]

    def handle_data(self, data):
        if not self._inside or self._inside[-1] not in {"script", "style"}:
            self.found.append(data)


@pytest.fixture
def pseudo_language(monkeypatch):
    monkeypatch.setattr(i18n, "translations", lambda _language: Pseudo())
    finder._vocabulary.cache_clear()
    yield
    finder._vocabulary.cache_clear()


def outside_brackets(text):
    """What is left of a text when bracketed parts, nested ones too, are taken out."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


async def data_of(client, path):
    """Words that are data: names of places, people, services and terms."""
    words = set(NAMES)
    if path.startswith("/search"):
        query = path.partition("?")[2].replace("view=map", "").replace("&more=1", "")
        answer = (await client.get(f"/api/search?{query}")).json()
        words |= {hit[name] for hit in answer.get("hits", []) for name in ("title", "summary", "provider")}
        words |= {choice["label"] for choice in answer.get("choices", [])}
        words |= set((answer.get("understood") or {}).get("other_places", ()))
        support = answer.get("support") or {}
        words |= {support.get("name", ""), support.get("description", "")}
    return sorted((word for word in words if word), key=len, reverse=True)


def words_left(text, data):
    """What is on a page that is neither data nor marked as translated."""
    texts = Texts()
    texts.feed(text)
    left = []
    for found in texts.found:
        rest = found
        for word in data:
            rest = rest.replace(word, "")
        rest = outside_brackets(rest)
        if re.search(r"[A-Za-z]{3,}", rest):
            left.append(rest.strip())
    return left


@pytest.mark.parametrize("path", PATHS)
async def test_every_word_of_the_page_goes_through_gettext(client, pseudo_language, path):
    text = (await client.get(path)).text
    text = re.sub(r"<g aria-hidden=.*?</g>\s*<a class=\"app-pin", '<a class="app-pin', text, flags=re.DOTALL)
    assert not words_left(text, await data_of(client, path))


def test_extraction_finds_the_words_of_templates_and_code():
    methods = [("marketplace/**.py", "python"), ("marketplace/templates/**.html", "jinja2")]
    options = {"marketplace/templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true"}}
    found = {message for _file, _line, message, *_rest in extract_from_dir(str(ROOT), methods, options)}
    assert "Skip to main content" in found
    assert "We cannot find that page" in found


def test_language_is_chosen_from_the_address_then_the_browser(monkeypatch):
    monkeypatch.setattr(i18n, "languages", lambda: ("en", "cy"))
    assert choose_language("cy", "en") == "cy"
    assert choose_language(None, "fr-FR, cy-GB;q=0.8, en;q=0.5") == "cy"
    assert choose_language("xx", "") == "en"
    assert choose_language(None, "*") == "en"


def test_po_file_needs_no_compiling(tmp_path, monkeypatch):
    folder = tmp_path / "cy"
    folder.mkdir()
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n!=1);\\n"\n'
        'msgid "Help"\nmsgstr "Cymorth"\n'
        'msgid "%(num)s result"\nmsgid_plural "%(num)s results"\nmsgstr[0] "%(num)s canlyniad"\n'
        'msgstr[1] "%(num)s o ganlyniadau"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.languages.cache_clear()
    i18n.translations.cache_clear()
    try:
        use_language("cy")
        assert gettext("Help") == "Cymorth"
        assert ngettext("%(num)s result", "%(num)s results", 3) == "3 o ganlyniadau"
        assert gettext("Not translated") == "Not translated"
    finally:
        monkeypatch.undo()
        i18n.languages.cache_clear()
        i18n.translations.cache_clear()
        use_language("en")


def test_unknown_language_is_english():
    use_language("tlh")
    assert i18n.current_language() == "en"
    assert i18n.text_direction() == "ltr"
