"""Forms: what is typed comes out clean, what is wrong is said at the field, and nothing is lost."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict, UploadFile
from wtforms import BooleanField, FileField, HiddenField, PasswordField, StringField, TextAreaField

from marketplace.kernel.errors import InvalidError
from marketplace.kernel.form_fields import ChoiceField, ChoicesField, DayField, WholeNumberField
from marketplace.kernel.forms import (
    LONGEST_TEXT,
    MOST_VALUES,
    AtMost,
    Form,
    Needed,
    add_problem,
    add_problems,
    clean,
    clean_line,
    lazy,
    number_of,
    page_number,
    read_form,
)
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.setup import configure

PAGE = """
{% extends "work.html" %}
{% from "components/forms.html" import error_summary, text_field, email_field, password_field, text_area,
  radios, checkboxes, checkbox, select, file_field, date_field, hidden, button, notice, summary_list, tag,
  paging %}
{% block title %}Everything{% endblock %}
{% block main %}
{{ error_summary(form) }}{{ notice(done) }}
<form>{{ hidden(form) }}
{{ text_field(form.name, hint="A <b>hint</b>", autocomplete="name", width=20, prefix="£", suffix="a week") }}
{{ text_area(form.words, count=40) }}
{{ password_field(form.password) }}{{ checkbox(form.sure, hint="Really") }}
{{ radios(form.kind, hints={"a": "The first"}) }}{{ checkboxes(form.days) }}
{{ select(form.area, empty="Choose") }}
{{ date_field(form.since, hint="Like 27 3 2026") }}{{ file_field(form.photo, accept="image/*") }}
{{ text_field(form.number, inputmode="numeric") }}
{{ button("Go on") }}{{ button("Away", quiet=true, name="do", value="away") }}</form>
{{ summary_list((("Name", "<i>"), ("Area", "b", ("Change", "/x")))) }}{{ tag("New", "green") }}
{{ paging(page, "/list?of=a") }}
{% endblock %}
"""


def letters():
    return [("a", "Letter <a>"), ("b", "Letter b")]


class Everything(Form):
    version = HiddenField()
    name = StringField(lazy(lambda: "Your name"), [Needed(lambda: "Enter your name"), AtMost(5)])
    words = TextAreaField(lazy(lambda: "Words"), [AtMost(40)])
    password = PasswordField(lazy(lambda: "Password"))
    sure = BooleanField(lazy(lambda: "Sure"), [Needed(lambda: "Tick the box")])
    kind = ChoiceField(lazy(lambda: "Kind"), lambda: "Choose a kind", choices=letters)
    area = ChoiceField(lazy(lambda: "Area"), lambda: "Choose an area", choices=letters, may_be_empty=True)
    days = ChoicesField(lazy(lambda: "Days"), lambda: "Choose a day", choices=letters, least=1)
    since = DayField(lazy(lambda: "Since"))
    number = WholeNumberField(lazy(lambda: "Number"), lambda: "Enter a number from 1 to 9", least=1, most=9)
    photo = FileField(lazy(lambda: "Photo"))


GOOD = {
    "version": "3", "name": " Sam ", "words": "a\r\nb", "password": " p ", "sure": "y", "kind": "a",
    "days": ["a", "b"], "since_day": "27", "since_month": "3", "since_year": "2026", "number": "7",
}  # fmt: skip


def sent(**changes):
    pairs = []
    for name, value in (GOOD | changes).items():
        pairs += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
    return FormMultiDict([(name, value) for name, value in pairs if value is not None])


def problems(**changes):
    form = read_form(Everything, sent(**changes))
    form.validate()
    return {field.name: message for field, message in form.problems}


def test_good_form_is_read_clean():
    form = read_form(Everything, sent())
    assert form.validate()
    assert form.data == {
        "version": "3", "name": "Sam", "words": "a\nb", "password": " p ", "sure": True, "kind": "a",
        "area": None, "days": ["a", "b"], "since": date(2026, 3, 27), "number": 7, "photo": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": ""}, {"name": "Enter your name"}),
        ({"name": None}, {"name": "Enter your name"}),
        ({"name": " \x00\n "}, {"name": "Enter your name"}),
        ({"name": "\u202e\u200b"}, {"name": "Enter your name"}),
        ({"name": "abcdef"}, {"name": "Write at most 5 characters. There are 6 now"}),
        ({"words": "a" * 41}, {"words": "Write at most 40 characters. There are 41 now"}),
        ({"words": "a\r\n" * 14}, {}),
        ({"sure": None}, {"sure": "Tick the box"}),
        ({"kind": None}, {"kind": "Choose a kind"}),
        ({"kind": "c"}, {"kind": "Choose a kind"}),
        ({"area": "c"}, {"area": "Choose an area"}),
        ({"area": ""}, {}),
        ({"days": None}, {"days": "Choose a day"}),
        ({"days": ["a", "c"]}, {"days": "Choose a day"}),
        ({"days": ["a"] * 10_000}, {}),
        ({"since_day": "31", "since_month": "2"}, {"since": "Enter a real date, like 27 3 2026"}),
        ({"since_day": ""}, {"since": "Enter a real date, like 27 3 2026"}),
        ({"since_year": "20260000000000"}, {"since": "Enter a real date, like 27 3 2026"}),
        ({"since_day": None, "since_month": None, "since_year": None}, {}),
        ({"number": "0"}, {"number": "Enter a number from 1 to 9"}),
        ({"number": "seven"}, {"number": "Enter a number from 1 to 9"}),
        ({"number": "\u0667"}, {"number": "Enter a number from 1 to 9"}),
        ({"number": "9" * 10_000}, {"number": "Enter a number from 1 to 9"}),
        ({"number": ""}, {}),
    ],
)
def test_what_is_wrong_is_said_at_the_field(changes, found):
    assert problems(**changes) == found


def test_file_is_no_text_and_text_no_file():
    file = UploadFile(content_type="image/png", filename="a.png", file_data=b"x")
    form = read_form(Everything, sent(name=file, photo="text", number=file))
    assert not form.validate()
    assert (form.name.data, form.photo.data, form.number.data) == ("", None, None)
    assert read_form(Everything, sent(photo=file)).photo.data is file
    file.file.close()


def test_form_without_what_was_sent_has_the_defaults():
    form = read_form(Everything, name="Sam", since=date(2026, 1, 2), kind="b", version=4)
    assert form.since.typed == ("2", "1", "2026")
    assert (form.name.data, form.kind.data) == ("Sam", "b")


def test_problems_of_a_service_are_put_at_their_fields():
    class Problem:
        def __init__(self, field, message):
            self.field, self.message = field, message

    form = read_form(Everything, sent())
    assert form.validate()
    add_problems(
        form,
        InvalidError([Problem("name", "one"), Problem("title", "two"), Problem("x", "three")]),
        {"title": "words"},
    )
    add_problem(form, "number", "four")
    assert [(field.name, message) for field, message in form.problems] == [
        ("version", "three"), ("name", "one"), ("words", "two"), ("number", "four"),
    ]  # fmt: skip


@given(st.text())
def test_clean_text_can_be_kept_and_is_clean_already(text):
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode()
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in clean_line(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_day_comes_out_as_it_went_in(day):
    first = read_form(Everything, since=day)
    typed = dict(zip(("since_day", "since_month", "since_year"), first.since.typed, strict=True))
    assert read_form(Everything, sent(**typed)).since.data == day


@given(
    st.dictionaries(st.sampled_from([*GOOD, "area", "photo"]), st.text() | st.lists(st.text(), max_size=3))
)
def test_no_text_breaks_a_form(changes):
    form = read_form(Everything, sent(**changes))
    form.validate()
    assert all(message for _, message in form.problems)


@given(st.integers(0, 999_999_999))
def test_number_in_an_address_is_read(number):
    assert (number_of(str(number)), page_number(str(number))) == (number, max(1, number))


@pytest.mark.parametrize("text", [None, "", " 1", "-1", "1.5", "٣", "1_000", "1" * 10, b"1", 1])
def test_what_is_no_number_in_an_address_is_the_default(text):
    assert (number_of(text), number_of(text, 7), page_number(text)) == (0, 7, 1)


def test_very_long_text_is_cut_before_it_costs_much():
    form = read_form(Everything, sent(words="é" * 1_000_000, days=["x"] * 100_000))
    assert len(form.words.data) == LONGEST_TEXT
    assert len(form.days.data) == MOST_VALUES


class OnePage:
    pages, page, previous_page, next_page = 3, 2, 1, 3


@pytest.fixture
def render(tmp_path):
    engine = configure(Settings(data_dir=tmp_path)).template_config.engine_instance

    def render(form, **context):
        return engine.engine.from_string(PAGE).render(form=form, page=OnePage, **context)

    return render


def test_page_keeps_what_was_typed_and_leads_from_summary_to_field(render):
    form = read_form(
        Everything, sent(name="<Samantha>", kind="", since_day="32", days=[], sure=None, number="x")
    )
    form.validate()
    page = render(form)
    assert "<title>Error: Everything" in page
    assert 'value="&lt;Samantha&gt;"' in page
    for field in ("name", "sure", "kind", "days", "since_day", "number"):
        assert f'href="#{field}"' in page
        assert page.count(f'id="{field}"') == 1
    assert 'aria-describedby="name-hint name-error"' in page
    assert 'value="32"' in page
    assert 'name="version" value="3"' in page
    assert ">\na\nb</textarea>" in page
    assert " p " not in page.partition('type="password"')[2].partition(">")[0]
    assert page.count("govuk-form-group--error") == 6


def test_page_without_problems_says_none(render):
    page = render(read_form(Everything, sent()), done="It is done.")
    assert "<title>Everything" in page
    assert "govuk-error" not in page.partition("<main")[2]
    assert "It is done." in page
    assert "A &lt;b&gt;hint&lt;/b&gt;" in page
    assert "Letter &lt;a&gt;" in page
    assert "&lt;i&gt;" in page
    assert 'id="kind" name="kind" type="radio" value="a" checked aria-describedby="kind-hint"' in page
    assert 'id="days-2" name="days" type="checkbox" value="b" checked' in page
    assert 'href="/list?of=a&amp;page=3"' in page
    assert "up to 40 characters" in page


def test_ids_are_there_once(render):
    import re

    form = read_form(Everything, FormMultiDict([]))
    form.validate()
    ids = re.findall(r' id="([^"]+)"', render(form))
    assert len(ids) == len(set(ids))


def test_labels_are_in_the_readers_language():
    from marketplace.kernel.i18n import gettext

    assert str(lazy(lambda: gettext("Your name"))) == "Your name"
