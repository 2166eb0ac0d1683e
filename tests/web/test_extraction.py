"""What Babel finds to translate is all that there is: with every found word in brackets, no page has others.

The words are found by the command and the settings that a translator uses.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from marketplace.accounts.schemas import Role
from marketplace.finder import service as finder
from marketplace.kernel import i18n
from marketplace.kernel.i18n import ngettext, use_language
from marketplace.listings.imports import service as imports
from marketplace.listings.imports.choices.rules import squash
from marketplace.listings.imports.template import repository as template
from marketplace.listings.imports.template.rules import headings_to_keys, translated
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from tests.factories.accounts import make_account, sign_in_as
from tests.web.test_translation import data_of, words_left

ROOT = Path(__file__).parents[2]
PATHS = [
    "/?lang=cy",
    "/about?lang=cy",
    "/help?lang=cy",
    "/search?near=Melksham&more=1&lang=cy",
    "/search?q=PA+who+speaks+Polish+in+Melksham&lang=cy",
    "/search?q=cooking+Newport&lang=cy",
    "/search?q=cooking+near+me&lang=cy",
    "/search?q=cooking+bath&lang=cy",
    "/nowhere?lang=cy",
    "/privacy?lang=cy",
    "/sign-in?lang=cy",
    "/sign-in?lang=cy&done=out",
    "/sign-up?lang=cy",
    "/sign-up/supporter?lang=cy",
    "/sign-up/provider?lang=cy",
    "/sign-up/sent?lang=cy",
    "/reset-password?lang=cy",
    "/reset-password/sent?lang=cy",
]


def pybabel(*arguments):
    command = [sys.executable, "-m", "babel.messages.frontend", *map(str, arguments)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, check=True, capture_output=True, timeout=60
    )


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """A folder of languages with one, made as the guide for translators says, in which all is in brackets."""
    folder = tmp_path_factory.mktemp("locales")
    pybabel("extract", "-F", "marketplace/locales/babel.cfg", "-o", folder / "messages.pot", ".")
    path = folder / "cy" / "messages.po"
    pybabel("init", "-i", folder / "messages.pot", "-o", path, "-l", "cy")
    with path.open("rb") as file:
        catalog = read_po(file, locale="cy")
    for message in catalog:
        if isinstance(message.id, tuple):
            message.string = tuple(f"⟦{message.id[min(n, 1)]}⟧" for n in range(catalog.num_plurals))
        elif message.id:
            message.string = f"⟦{message.id}⟧"
    with path.open("wb") as file:
        write_po(file, catalog)
    return folder


@pytest.fixture
def welsh(locales, monkeypatch):
    """The site as it is with that language."""

    def forget():
        for kept in (i18n.languages, i18n.translations, finder._vocabulary):
            kept.cache_clear()

    monkeypatch.setattr(i18n, "LOCALES", locales)
    forget()
    use_language("cy")
    yield
    monkeypatch.undo()
    forget()
    use_language("en")


def test_every_label_and_description_of_every_list_is_translated(welsh):
    assert taxonomies.label(Taxonomy.SUPPORT_TYPE, "swimming") == "⟦Swimming⟧"
    plain = []
    for taxonomy in Taxonomy:
        for term in (*taxonomies.terms(taxonomy), *taxonomies.headings(taxonomy)):
            plain += [
                words for words in (term.label, term.description) if words and not words.startswith("⟦")
            ]
    assert not plain


def test_every_column_of_the_spreadsheet_is_translated_and_understood_in_both_languages(welsh, tmp_path):
    path = tmp_path / "ours.csv"
    imports.write_template(path)
    headings = path.read_text(encoding="utf-8-sig").splitlines()[0]
    assert headings.startswith("⟦Provider⟧,⟦About the provider⟧")
    columns = translated(template.read_columns())
    plain = [words for column in columns for words in (column.heading, column.help) if words[:1] != "⟦"]
    assert not [words for words in plain if words]
    keys = headings_to_keys((*template.read_columns(), *columns))
    for column in (*template.read_columns(), *columns):
        assert keys[squash(column.heading)] == column.key


def test_sentence_with_a_number_that_is_not_translated_yet_is_good_english(monkeypatch, tmp_path):
    (tmp_path / "cy").mkdir()
    (tmp_path / "cy" / "messages.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=5; plural=(n==1 ? 1 : n==2 ? 2 : 0);\\n"\n\n'
        'msgid "%(num)s place"\nmsgid_plural "%(num)s places"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.languages.cache_clear()
    i18n.translations.cache_clear()
    use_language("cy")
    try:
        said = [ngettext("%(num)s place", "%(num)s places", number) for number in (1, 2)]
    finally:
        monkeypatch.undo()
        i18n.languages.cache_clear()
        i18n.translations.cache_clear()
        use_language("en")
    assert said == ["1 place", "2 places"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_word_of_the_page_is_found_by_the_extraction(client, welsh, path):
    answer = await client.get(path)
    assert '<html lang="cy"' in answer.text
    assert not words_left(answer.text, await data_of(client, path))


SIGNED_IN = [
    "/account",
    "/account/name",
    "/account/password",
    "/account/address",
    "/account/acting-for",
    "/account/delete",
]


@pytest.mark.parametrize("path", SIGNED_IN)
async def test_every_word_of_an_accounts_page_is_found_by_the_extraction(client, welsh, path):
    account = await make_account(Role.PERSON, name="0")
    await sign_in_as(client, account)
    answer = await client.get(f"{path}?lang=cy")
    assert answer.status_code == 200
    data = [account.address, "November"]
    assert not words_left(answer.text, data + await data_of(client, "/?lang=cy"))


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up/supporter", "/reset-password"])
async def test_every_word_about_what_to_mend_is_found_by_the_extraction(client, welsh, path):
    headers = {"accept-language": "cy", "sec-fetch-site": "same-origin"}
    answer = await client.post(path, data={"address": "no address", "name": "x" * 99}, headers=headers)
    assert answer.status_code == 422
    assert not words_left(answer.text, [*await data_of(client, "/?lang=cy"), "no address", "x" * 99])
