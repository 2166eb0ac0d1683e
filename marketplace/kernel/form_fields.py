"""Fields whose own messages are ours: one or several of fixed choices, whole numbers, money, days."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import Field, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import StopValidation

from marketplace.kernel.i18n import gettext
from marketplace.kernel.money import read_pence

MOST_DIGITS = 12
_LONGEST_AMOUNT = 20
"""Of what is shown again."""


class ChoiceField(RadioField):  # type: ignore[misc]  # WTForms has no types
    """One of fixed choices, as radios or a select. `message` asks for one: "Choose who you are".

    `choices` is a function that returns pairs of code and label, so that labels are in the reader's language.
    With `may_be_empty` nothing need be chosen; the value is None then.
    """

    data: Any

    def __init__(
        self, label: object, message: Callable[[], str], *, may_be_empty: bool = False, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self._message = message
        self._may_be_empty = may_be_empty

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        del form
        if not self.data and self._may_be_empty:
            self.data = None
        elif self.data not in {choice.value for choice in self.iter_choices()}:
            raise StopValidation(self._message())


class ChoicesField(SelectMultipleField):  # type: ignore[misc]  # as above
    """Any number of fixed choices, as checkboxes; `message` asks for some where `least` are needed."""

    data: Any

    def __init__(self, label: object, message: Callable[[], str], *, least: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self._message = message
        self._least = least

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered, and too few."""
        del form
        self.data = list(dict.fromkeys(self.data or ()))
        offered = {choice.value for choice in self.iter_choices()}
        if not set(self.data) <= offered or len(self.data) < self._least:
            raise StopValidation(self._message())


class WholeNumberField(IntegerField):  # type: ignore[misc]  # as above
    """A whole number from `least` to `most`; empty is None. `message` asks for one."""

    def __init__(
        self, label: object, message: Callable[[], str], *, least: int, most: int, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self._message = message
        self._least, self._most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; commas and spaces in it do no harm."""
        self.data = None
        text = "".join(valuelist[:1]).replace(",", "").replace(" ", "")
        if not text:
            return
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
        if number is None or not self._least <= number <= self._most:
            raise ValueError(self._message())
        self.data = number


class MoneyField(StringField):  # type: ignore[misc]  # as above
    """Pounds and pence as people type them: `pence` is what they are, None if empty. `message` asks for one.

    Without a message the label says what is asked for, for pages with many amounts.
    """

    pence: int | None = None

    def __init__(
        self,
        label: object,
        validators: Sequence[object] = (),
        *,
        message: Callable[[], str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, list(validators), **options)
        self._message = message or self._usual

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = "".join(valuelist[:1]).strip()
        self.data = typed[:_LONGEST_AMOUNT]
        self.pence = read_pence(typed)
        if typed and self.pence is None:
            raise ValueError(self._message())

    def _usual(self) -> str:
        what = str(self.label.text)
        return gettext("%(what)s: enter an amount in pounds, such as 12 or 12.50.", what=what)


class DayField(Field):  # type: ignore[misc]  # as above
    """A day as three boxes, `…_day`, `…_month` and `…_year`; all empty is None.

    `typed` is what stands in the boxes.
    """

    data: Any

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, **options)
        self.typed: tuple[str, str, str] = ("", "", "")

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read the three boxes where a form was sent, else the default."""
        super().process(None, *args, **options)
        if isinstance(self.data, date):
            self.typed = (str(self.data.day), str(self.data.month), str(self.data.year))
        if formdata is not None:
            day, month, year = (
                "".join(formdata.getlist(f"{self.name}_{part}")[:1]).strip()[:MOST_DIGITS]
                for part in ("day", "month", "year")
            )
            self.typed = (day, month, year)
            self.data = self._read()

    def _read(self) -> date | None:
        if not any(self.typed):
            return None
        try:
            day, month, year = (int(text) for text in self.typed)
            return date(year, month, day)
        except (ValueError, OverflowError):
            self.process_errors = [gettext("Enter a real date, like 27 3 2026")]
            return None
