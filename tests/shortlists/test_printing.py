"""A pack on paper: any text comes through as it is, nothing of it is code, and the PDF stays tagged.

What is read back is read by pypdf, which knows nothing of how it was made.
"""

import asyncio
import io
import json
import resource
import time
import unicodedata
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.kernel import printing, signs, typesetting
from marketplace.kernel.forms import clean
from marketplace.listings.symbols.rules import SYMBOLS
from marketplace.shortlists.packs.printing.schemas import (
    PackChoice,
    PackDocument,
    PackFact,
    PackHelp,
    PackLine,
    PackWords,
)
from marketplace.shortlists.packs.printing.service import PrintError, print_pack
from marketplace.shortlists.packs.schemas import PackKind

FONTS = printing.FONTS
NOT_INJECTED = [
    '#panic("x")', '#import "@preview/x:0.1.0": *', "$ sum_(i=1)^n x $", "*bold* _slanted_ `raw`",
    "= Heading", "- list", "+ list", "/ term: words", "@label <label>", "\\u{41} \\ \\\\", "// no comment",
    "/* no comment */", "[content] {code}", '"); #read("/etc/passwd") //', '#include "pack.typ"',
    "https://evil.example/x", "~ -- --- ... '", "#sys.inputs.data", "{} {0} %s %(num)s", "\\", "#", "$", "]",
    '{"missing": "x"}', "<svg onload='x'/>", "{{ 7 * 7 }}", "#set page(width: 1pt)",
]  # fmt: skip
"""What would be code in the language of the template, in JSON, in Jinja or in SVG."""


def make_choice(text="Plain words.", *, number=0, easy=None, facts=None):
    return PackChoice(
        listing_id=UUID(int=number),
        title=text,
        kind=text,
        offered_by=text,
        summary=text,
        reasons=(text, "Speaks Somali"),
        easy=easy or (PackLine(text=text, symbol="home"), PackLine(text="Second line.")),
        facts=facts
        or (
            PackFact(label="Price", values=(text, "£18 at weekends"), symbol="money"),
            PackFact(label=text, values=("Near BA14",), symbol="place"),
        ),
        source=text,
        path=f"/listings/{UUID(int=number)}",
    )


def make_document(text="Plain words.", *, kind=PackKind.STANDARD, choices=None, **changes):
    """A pack with this text in every field that anybody can write into."""
    document = PackDocument(
        title="Options for you",
        language="en",
        direction="ltr",
        kind=kind,
        made="Put together on 22 November 2026.",
        introduction=(text,),
        gone="",
        choices=choices if choices is not None else (make_choice(text), make_choice(text, number=1)),
        help=PackHelp(
            heading="Help with direct payments",
            name=text,
            description=text,
            phone="0300 123 4567",
            url="https://example.org/help",
            source=text,
        ),
        next_heading="What you can do now",
        next_steps=(PackLine(text=text, symbol="talking"), PackLine(text="You can say no.", symbol="no")),
        address="https://hereabouts.example",
        link="https://hereabouts.example/packs/abc",
        link_words="Read it on the web:",
        words=PackWords(
            reasons="Why it could suit you",
            facts="At a glance",
            offered_by="Offered by {}",
            page="See its page",
            page_of="Page {} of {}",
            scan="Scan the square with a phone, or type this address:",
            code_of="QR code of the page of {}",
            code_of_pack="QR code of this pack on the web",
            missing="An empty box stands for letters that could not be printed.",
            phone="Phone: {}",
        ),
    )
    return replace(document, **changes)


def printed(document):
    return asyncio.run(print_pack(document))


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(reader):
    return "".join(page.extract_text() for page in reader.pages)


def bare(text):
    """Text without spaces, composed, with ligatures and joined forms taken apart: what reading back keeps."""
    whole = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in whole if not sign.isspace() and unicodedata.category(sign) != "Cf")


def structure(node, *, inner=("Span", "Figure", "Strong")):
    """The tags of a PDF from outside to inside, without those within a line: parts of words and pictures."""
    node = node.get_object()
    if not isinstance(node, pypdf.generic.DictionaryObject):
        return []
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    below = [tag for kid in kids for tag in structure(kid, inner=inner)]
    name = str(node.get("/S", "")).removeprefix("/")
    return below if not name or name in inner else [name, *below]


def tags_of(reader, **options):
    return structure(reader.trailer["/Root"]["/StructTreeRoot"], **options)


def figures_of(reader):
    """The alternative texts of all pictures."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, pypdf.generic.DictionaryObject):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt", "")))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("kind", PackKind)
def test_a_pack_is_tagged_has_a_language_and_a_title_and_says_that_it_is_accessible(kind):
    reader = read(printed(make_document(kind=kind)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Options for you"
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    tags = tags_of(reader)
    assert tags[0] == "Document"
    assert tags.count("H1") == 4
    assert tags.count("H2") == 4
    assert "Link" in tags
    assert "LBody" in tags


def test_every_picture_has_words_and_every_symbol_can_be_printed():
    lines = tuple(PackLine(text=code, symbol=code) for code in sorted(SYMBOLS))
    reader = read(printed(make_document(kind=PackKind.EASY_READ, choices=(make_choice(easy=lines),))))
    figures = figures_of(reader)
    assert len(figures) >= len(SYMBOLS)
    assert all(figures)


@pytest.mark.parametrize("kind", PackKind)
def test_beside_each_address_stands_a_code_with_words(kind):
    reader = read(printed(make_document(kind=kind, choices=(make_choice("日 swims"), make_choice("B")))))
    codes = [each for each in figures_of(reader) if each.startswith("QR code")]
    assert codes == [
        "QR code of this pack on the web", "QR code of the page of 日 swims", "QR code of the page of B",
    ]  # fmt: skip
    shown = bare(text_of(reader))
    assert shown.count(bare("Scan the square")) == len(codes)
    assert bare("https://hereabouts.example/packs/abc") in shown
    assert bare(f"https://hereabouts.example/listings/{UUID(int=0)}") in shown


def test_an_address_that_is_longer_than_a_line_goes_on_in_the_next():
    token = "AbCdEfGh" * 5
    address = f"https://hereabouts.example/packs/{token}"
    text = text_of(read(printed(make_document(kind=PackKind.LARGE_PRINT, link=address))))
    assert token not in text
    assert address in "".join(text.split())


def test_a_pack_without_an_address_has_no_code_of_its_own():
    figures = figures_of(read(printed(make_document(link=""))))
    assert len([each for each in figures if each.startswith("QR code")]) == 2


@pytest.mark.parametrize("kind", PackKind)
def test_the_first_option_begins_on_the_first_page(kind):
    first, *others = read(printed(make_document(kind=kind))).pages
    assert "1. Plain words." in first.extract_text()
    assert kind is not PackKind.EASY_READ or any(
        page.extract_text().strip().startswith("2. Plain words.") for page in others
    )


def test_easy_read_says_once_what_several_values_are_about():
    days = ("Monday: 9 am to noon", "Tuesday: all day", "Friday: evenings")
    facts = (
        PackFact(label="Days and times", values=days, symbol="calendar"),
        PackFact(label="Price", values=("£15",), symbol="money"),
    )
    reader = read(printed(make_document(kind=PackKind.EASY_READ, choices=(make_choice(facts=facts),))))
    text = text_of(reader)
    assert text.count("Days and times") == 1
    assert all(day in text for day in days)
    assert "Price: £15" in text
    assert tags_of(reader).count("LI") == len(days) + 2


def test_a_symbol_that_is_not_there_leaves_its_line():
    line = PackLine(text="Bring a towel.", symbol="../../../etc/passwd")
    reader = read(printed(make_document(kind=PackKind.EASY_READ, choices=(make_choice(easy=(line,)),))))
    assert "Bring a towel." in text_of(reader)


@pytest.mark.parametrize(
    ("kind", "least"), [(PackKind.STANDARD, 12), (PackKind.LARGE_PRINT, 18), (PackKind.EASY_READ, 16)]
)
def test_print_is_as_large_as_each_kind_promises(kind, least):
    sizes = set()

    def visit(text, _cm, matrix, _font, size):
        if text.strip() and not text.startswith("Page"):
            sizes.add(round(size * abs(matrix[3] or 1), 1))

    for page in read(printed(make_document(kind=kind))).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= least


def comes_through(text, kind):
    """Print a pack with this text: it reads back, and the tags are those of a pack with plain words."""
    document = make_document(text, kind=kind)
    reader = read(printed(document))
    shown = bare(str(clean(text)))
    figures = "".join(figures_of(reader))
    known = printing.known_signs()
    drawn = "".join(sign for sign in shown if ord(sign) in known)
    everything = bare(text_of(reader) + figures)
    for sign in set(drawn):
        assert everything.count(sign) >= drawn.count(sign), sign
    plain = read(printed(make_document("x" if shown else text, kind=kind)))
    note = ["P"] if len(drawn) < len(shown) else []
    assert tags_of(reader) == [*tags_of(plain), *note]
    return reader


@pytest.mark.parametrize("kind", PackKind)
@pytest.mark.parametrize("text", NOT_INJECTED, ids=range(len(NOT_INJECTED)))
def test_what_would_be_code_is_text(text, kind):
    reader = comes_through(text, kind)
    assert bare(text) in bare(text_of(reader))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("#$*_`@<>[]{}\\/=-+~'\"…£✓😀日अক়ਪੰبپ‌‍"),
    min_size=1,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, kind=st.sampled_from(PackKind))
@example("日本語 and 😀", PackKind.STANDARD)
@example("\u0000\u202e\ufeff", PackKind.EASY_READ)
@example("e\u0301 \u1eb7 ﬁ", PackKind.LARGE_PRINT)
@example("বাংলা ગુજરાતી ਪੰਜਾਬੀ தமிழ் മലയാളം አማርኛ ไทย اردو हिन्दी", PackKind.STANDARD)
def test_any_text_in_any_field_comes_through_and_the_structure_stays(text, kind):
    comes_through(text, kind)


def test_signs_that_no_font_has_are_said_in_words_for_who_cannot_see_them():
    reader = read(printed(make_document("日本語 and tea")))
    assert "日本語" in figures_of(reader)
    assert "and tea" in text_of(reader)
    assert "An empty box stands for letters" in text_of(reader)
    assert "An empty box stands for letters" not in text_of(read(printed(make_document("tea"))))


def test_scripts_of_the_languages_that_can_be_chosen_are_printed():
    words = "বাংলা ગુજરાતી ਪੰਜਾਬੀ தமிழ் മലയാളം አማርኛ ไทย اردو پښتو हिन्दी Ελληνικά Українська Tiếng Việt Ọ̀rọ̀"
    known = printing.known_signs()
    assert [sign for sign in words if ord(sign) not in known and not sign.isspace()] == []
    assert "An empty box" not in text_of(read(printed(make_document(words))))


def test_a_letter_that_the_fonts_lack_is_a_clear_failure_if_it_gets_through(monkeypatch):
    monkeypatch.setattr(signs, "set_apart", lambda value, _known: value)
    with pytest.raises(PrintError, match="PDF/UA-1"):
        printed(make_document("日本"))


def test_what_takes_too_long_is_a_clear_failure(monkeypatch):
    monkeypatch.setattr(printing, "MOST_SECONDS", 0.001)
    with pytest.raises(PrintError, match="too long"):
        printed(make_document())


@pytest.mark.parametrize("limit", ["MEMORY_BYTES = 150_000_000", "SECONDS = 0"])
def test_what_needs_too_much_is_a_clear_failure_and_not_the_end_of_the_site(monkeypatch, tmp_path, limit):
    """The program with narrower limits, which a small pack reaches."""
    source = Path(typesetting.__file__).read_text()
    name = limit.split(" = ")[0]
    narrow = source.replace(f"{name} = {getattr(typesetting, name):_}", limit)
    assert narrow != source
    (tmp_path / "narrow.py").write_text(narrow)
    monkeypatch.setattr(printing, "_PROGRAM", tmp_path / "narrow.py")
    with pytest.raises(PrintError):
        printed(make_document(choices=(make_choice("Words. " * 900),) * 40))


def test_only_a_few_are_printed_at_once(monkeypatch):
    running, most = [], []

    def run_slowly(_template, data):
        running.append(data)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        return b"%PDF"

    async def all_at_once():
        monkeypatch.setattr(printing, "_turns", asyncio.Semaphore(printing.AT_ONCE))
        await asyncio.gather(*(print_pack(make_document()) for _ in range(8)))

    monkeypatch.setattr(printing, "_run", run_slowly)
    asyncio.run(all_at_once())
    assert max(most) == printing.AT_ONCE


def test_a_full_pack_is_small_and_quick_whatever_is_written_into_it():
    """Every field as long as it may be: a pack of twelve listings in each kind."""
    long = "Gardening & cooking: £15 an hour; ask for Amina. " * 4
    reasons = tuple(f"{number} {long}"[:200] for number in range(8))
    facts = tuple(
        PackFact(label=f"Fact {number}", values=tuple(long for _ in range(9)), symbol="place")
        for number in range(8)
    )
    choice = replace(
        make_choice(long, facts=facts, easy=tuple(PackLine(text=long, symbol="art") for _ in range(20))),
        reasons=reasons,
        summary=long * 10,
    )
    for kind in PackKind:
        document = make_document("Plain.", kind=kind, choices=(choice,) * 12)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        made = printed(document)
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < typesetting.SECONDS / 4
        assert len(made) < 2_000_000


def test_the_same_pack_is_printed_the_same_twice():
    document = make_document()
    assert text_of(read(printed(document))) == text_of(read(printed(document)))


def test_fonts_are_read_as_freetype_reads_them():
    """Which signs a font has is read by ours; Pillow draws none differently from its own missing glyph."""
    from PIL import ImageFont

    path = FONTS / "NotoSans-Regular.ttf"
    known = signs.signs_of(path.read_bytes())
    font = ImageFont.truetype(str(path), 24)
    missing = bytes(font.getmask("\U000f0000"))
    for sign in [*range(0x21, 0x180), *range(0x400, 0x460), 0x65E5, 0x1F600, 0x2713, 0x0905]:
        if not chr(sign).isspace() and unicodedata.category(chr(sign)) not in {"Cc", "Cf"}:
            is_drawn = bytes(font.getmask(chr(sign))) != missing
            assert is_drawn == (sign in known), hex(sign)


@given(st.binary(max_size=300))
def test_what_is_no_font_is_said_to_be_none(content):
    with pytest.raises(ValueError):
        signs.signs_of(content)


@given(st.text(), st.frozensets(st.integers(0, 0x10FFFF)))
def test_text_that_is_cut_up_is_still_the_text(text, known):
    parts = signs.set_apart({"a": [text]}, known)["a"][0]
    whole = (
        parts
        if isinstance(parts, str)
        else "".join(part if isinstance(part, str) else part["missing"] for part in parts)
    )
    assert whole == text
    json.dumps(parts)
