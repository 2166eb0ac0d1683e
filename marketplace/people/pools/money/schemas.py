"""Forms of the pages about money."""

from wtforms import FileField, HiddenField, StringField

from marketplace.kernel.form_fields import ChoiceField, ChoicesField, DayField, MoneyField
from marketplace.kernel.forms import AtMost, Form, Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.money.rules import LONGEST_WORDS
from marketplace.pooling.money.sessions.rules import LONGEST_WORDS as LONGEST_SESSION
from marketplace.pooling.money.sessions.rules import part_words
from marketplace.pooling.money.sessions.schemas import DayPart

_LONGEST_AMOUNT = 20


def _not_an_amount() -> str:
    return _("Enter an amount in pounds and pence, such as 40 or 12.50")


class TokenForm(Form):
    """A form that is recorded once, however often it is sent."""

    token = HiddenField()


class AmountForm(TokenForm):
    """Money that moved on a day."""

    first_on_page: tuple[str, ...] = ("amount", "on")

    amount = MoneyField(lazy(lambda: _("How much?")), [Needed(_not_an_amount)], message=_not_an_amount)
    on = DayField(lazy(lambda: _("On which day?")), validators=[Needed(lambda: _("Enter the day"))])
    words = StringField(lazy(lambda: _("What is it for?")), [AtMost(LONGEST_WORDS)])


class MemberForm(AmountForm):
    """Money between one member and the pool."""

    first_on_page = ("member", "amount", "on")

    member = ChoiceField(lazy(lambda: _("Who?")), lambda: _("Choose who"), choices=list)


class OpeningForm(TokenForm):
    """What each had before; the amounts stand in fields of their own."""

    first_on_page = ("on",)

    on = DayField(lazy(lambda: _("On which day?")), validators=[Needed(lambda: _("Enter the day"))])
    words = StringField(lazy(lambda: _("What is it for?")), [AtMost(LONGEST_WORDS)])


class SharedForm(AmountForm):
    """A bill, or money that was spent, and who shares it."""

    first_on_page = ("amount", "on", "words", "rule", "members", "since", "until", "files")

    rule = ChoiceField(
        lazy(lambda: _("How is it shared?")), lambda: _("Choose how it is shared"), choices=list
    )
    members = ChoicesField(lazy(lambda: _("Who shares it?")), lambda: _("Choose who shares it"), choices=list)
    since = DayField(lazy(lambda: _("Sessions from")))
    until = DayField(lazy(lambda: _("Sessions to")))
    files = FileField(lazy(lambda: _("Photo or PDF of the bill or receipt (if you like)")))


class PayForm(AmountForm):
    """Who paid a bill, and how much of it."""

    first_on_page = ("member", "amount", "on")

    member = ChoiceField(
        lazy(lambda: _("Who paid it?")), lambda: _("Choose who paid it"), may_be_empty=True, choices=list
    )


class CorrectForm(TokenForm):
    """Why an entry is taken out."""

    words = StringField(lazy(lambda: _("What was wrong?")), [AtMost(LONGEST_WORDS)])


class ReceiptForm(Form):
    """A file that shows an entry."""

    files = FileField(lazy(lambda: _("Photo or PDF")))


class DayForm(Form):
    """A day in the past."""

    on = DayField(lazy(lambda: _("What did the pool have on another day?")))


class SessionForm(VersionForm):
    """A session and who came; who came stands in fields of their own."""

    first_on_page = ("held_on",)

    held_on = DayField(lazy(lambda: _("Which day was it?")), validators=[Needed(lambda: _("Enter the day"))])
    part = ChoiceField(
        lazy(lambda: _("When on that day? (if you like)")),
        lambda: _("Choose from the list."),
        may_be_empty=True,
        choices=lambda: [(part.value, part_words(part).capitalize()) for part in DayPart if part.value],
    )
    took_place = ChoiceField(
        lazy(lambda: _("Did it take place?")),
        lambda: _("Say whether it took place"),
        choices=lambda: [("yes", _("Yes")), ("no", _("No"))],
    )
    words = StringField(lazy(lambda: _("More about it (if you like)")), [AtMost(LONGEST_SESSION)])
