"""Forms of pages: WTForms with our words, and values that a database and a page can take.

There is no token against forged requests in a form: `require_same_site` and the SameSite cookie stand in.

    class NameForm(Form):
        name = StringField(lazy(lambda: _("Your name")), [Needed(lambda: _("Enter your name")), AtMost(80)])

    form = read_form(NameForm, await request.form())
    if not form.validate():
        return page(form, status_code=422)

Labels and messages are functions, called for each request, so that they are in the reader's language. The
built-in messages of WTForms are never shown: fields with fixed choices, dates and numbers are those of
`kernel.form_fields`.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from litestar.datastructures import FormMultiDict
from wtforms import Field, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation

from marketplace.kernel.errors import FieldProblem, InvalidError
from marketplace.kernel.i18n import gettext, ngettext

LONGEST_TEXT = 20_000
"""Characters that any field takes; fields have narrower limits of their own."""
MOST_VALUES = 500
"""Values that one name may have, such as ticked boxes."""
_MOST_DIGITS = 9
"""What the database's integers hold."""

_UNSEEN = frozenset("\u200b\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that nobody sees: they turn round what stands beside them, or make an empty name look filled in."""

FormData = FormMultiDict
"""What a form sent: several values may have one name."""

F = TypeVar("F", bound="Form")


class lazy:  # noqa: N801 - reads like the function it stands for
    """Words that are looked up when they are shown: `lazy(lambda: _("Your name"))`."""

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __str__(self) -> str:
        return self._say()


class _Words:
    """Our gettext, as WTForms asks for it."""

    @staticmethod
    def gettext(message: str) -> str:
        return gettext(message)

    @staticmethod
    def ngettext(singular: str, plural: str, number: int) -> str:
        return ngettext(singular, plural, number)


class _Sent:
    """What was sent, as WTForms asks for it: text for fields of text and files for fields of files."""

    def __init__(self, form: WTForm, data: FormMultiDict) -> None:
        self._data = data
        self._files = {field.name for field in form if isinstance(field, FileField)}

    def __iter__(self) -> Any:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, name: str) -> bool:
        return bool(self.getlist(name))

    def getlist(self, name: str) -> list[Any]:
        """The values of a name that fit its field."""
        values = self._data.getall(name, [])[:MOST_VALUES]
        wants_file = name in self._files
        return [value for value in values if isinstance(value, str) != wants_file]


def _is_kept(sign: str) -> bool:
    return sign in "\n\t" or (sign not in _UNSEEN and unicodedata.category(sign) not in {"Cc", "Cs"})


def clean(value: object) -> object:
    """Text as we keep it: composed (NFC), without control signs and space around, lines ended by LF."""
    if not isinstance(value, str):
        return value
    text = value[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if _is_kept(sign))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(value: object) -> object:
    """Text of one line, with one space where there was more."""
    cleaned = clean(value)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


def _or_empty(value: object) -> object:
    """Text that was not sent is empty text, so that nobody has to think of None."""
    return "" if value is None else value


def _cleaners(field_class: type[Field]) -> list[Callable[[object], object]]:
    """What cleans the values of a field. Passwords and files are taken as they are."""
    if issubclass(field_class, PasswordField):
        return [_or_empty]
    if issubclass(field_class, TextAreaField):
        return [_or_empty, clean]
    if issubclass(field_class, StringField):
        return [_or_empty, clean_line]
    return [] if issubclass(field_class, FileField) else [clean]


class Form(WTForm):  # type: ignore[misc]  # WTForms has no types
    """The base of every form."""

    class Meta(DefaultMeta):  # type: ignore[misc]  # as above
        """How WTForms behaves here."""

        csrf = False

        def bind_field(self, form: WTForm, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Clean what is typed."""
            filters = (*_cleaners(unbound_field.field_class), *unbound_field.kwargs.get("filters", ()))
            bound: Field = unbound_field.bind(form=form, **{**options, "filters": filters})
            return bound

        def wrap_formdata(self, form: WTForm, formdata: FormMultiDict | None) -> _Sent | None:
            """Keep files out of text and text out of files."""
            return None if formdata is None else _Sent(form, formdata)

        def get_translations(self, form: WTForm) -> _Words:
            """Our own words for everything."""
            del form
            return _Words()

    first_on_page: tuple[str, ...] = ()
    """Names of fields that stand first on the page, where a form inherits them from another."""

    @property
    def hidden_fields(self) -> list[Field]:
        """Fields that no one sees, such as `version`."""
        return [field for field in self if isinstance(field, HiddenField)]

    @property
    def problems(self) -> list[tuple[Field, str]]:
        """Each field with something to mend, and how, in the order of the page."""
        first = [self[name] for name in self.first_on_page]
        ordered = [*first, *(field for field in self if field not in first)]
        return [(field, str(field.errors[0])) for field in ordered if field.errors]


class VersionForm(Form):
    """A form that holds for what was seen: of two that change the same record, the later one is told."""

    version = HiddenField()

    @property
    def expected_version(self) -> int:
        """The version that was seen; 0, which none has, for what is no number."""
        return number_of(self.version.data)


def number_of(text: object, default: int = 0) -> int:
    """A whole number out of an address or a hidden field; the default for anything else."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(str(text)) if is_number else default


def page_number(text: object) -> int:
    """The page of a list that an address asks for, from 1; the first for anything else."""
    return max(1, number_of(text, 1))


def read_form(form_class: type[F], form_data: FormMultiDict | None = None, **defaults: Any) -> F:
    """A form filled with what was sent; without that, with the defaults."""
    return form_class(form_data, data=defaults)


def add_problem(form: Form, field_name: str, message: str) -> None:
    """Put a message at a field; at the first field when the form has none of that name."""
    field: Field = form[field_name] if field_name in form else next(iter(form))
    field.errors = [*field.errors, message]


def add_problems(form: Form, error: InvalidError, names: Mapping[str, str] | None = None) -> None:
    """Put what a service finds wrong at the fields; `names` says where the form calls a field otherwise."""
    problem: FieldProblem
    for problem in error.problems:
        add_problem(form, (names or {}).get(problem.field, problem.field), problem.message)


class Needed:
    """A field that must be filled in; `message` says with what: "Enter your name"."""

    def __init__(self, message: Callable[[], str]) -> None:
        self._message = message
        self.field_flags = {"needed": True}

    def __call__(self, form: WTForm, field: Field) -> None:
        """Stop at an empty field. Of one that could not be read, what is wrong with it stays said."""
        del form
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data in ("", [], (), False):
            field.errors = []
            raise StopValidation(self._message())


class AtMost:
    """Text of at most so many characters."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.field_flags = {"at_most": most}

    def __call__(self, form: WTForm, field: Field) -> None:
        """Refuse what is longer, saying by how much."""
        del form
        length = len(field.data or "")
        if length > self._most:
            raise StopValidation(
                gettext(
                    "Write at most %(most)s characters. There are %(length)s now",
                    most=self._most,
                    length=length,
                )
            )
