"""The forms of feedback."""

from wtforms import BooleanField, StringField, TextAreaField

from marketplace.feedback import rules
from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _


class GiveForm(Form):
    """What was good, what could be better."""

    good = TextAreaField(lazy(lambda: _("What was good?")), [AtMost(rules.LONGEST_WORDS)])
    better = TextAreaField(lazy(lambda: _("What could be better?")), [AtMost(rules.LONGEST_WORDS)])
    statements = ChoicesField(
        lazy(lambda: _("With their help, what is true for you?")),
        lambda: _("Choose from the list."),
        choices=lambda: list(rules.statements().items()),
    )
    name = StringField(lazy(lambda: _("Your name, as they see it")), [AtMost(rules.LONGEST_NAME)])
    with_steward = BooleanField(lazy(lambda: _("Let the council's team read it too")))


class AnswerForm(Form):
    """The provider's answer."""

    words = TextAreaField(
        lazy(lambda: _("Your answer")),
        [Needed(lambda: _("Write your answer.")), AtMost(rules.LONGEST_WORDS)],
    )


class ReportForm(Form):
    """What is wrong, for the people who look after the website."""

    kind = ChoiceField(
        lazy(lambda: _("What is it about?")),
        lambda: _("Choose what it is about"),
        choices=lambda: [
            ("unsafe", _("I am worried about somebody's safety")),
            ("other", _("Something else is wrong")),
        ],
    )
    words = TextAreaField(
        lazy(lambda: _("What is wrong?")),
        [Needed(lambda: _("Tell us what is wrong")), AtMost(rules.LONGEST_WORDS)],
    )
    with_words = BooleanField(lazy(lambda: _("Let them read what was written")))
    told = BooleanField(lazy(lambda: _("Write to me how it ended")))
