"""The forms of conversations."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField

from marketplace.enquiries import rules
from marketplace.enquiries.pages.rules import ready_answers, reason_labels
from marketplace.enquiries.schemas import Side
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _


def _share() -> BooleanField:
    return BooleanField(lazy(lambda: _("Show them how to reach me")))


def _contact() -> StringField:
    return StringField(lazy(lambda: _("Your phone number or email address")), [AtMost(rules.LONGEST_CONTACT)])


class ReplyForm(VersionForm):
    """A message, ready made or one's own. See `reply_form` for the ready ones of a side."""

    words = TextAreaField(lazy(lambda: _("Your message")), [AtMost(rules.LONGEST_MESSAGE)])
    share = _share()
    contact = _contact()
    ready: Any
    first_on_page = ("ready",)


def reply_form(side: Side) -> type[ReplyForm]:
    """The form with the ready answers of a side."""

    class SidesForm(ReplyForm):
        ready = ChoiceField(
            lazy(lambda: _("A ready answer (if you like)")),
            lambda: _("Choose an answer from the list"),
            may_be_empty=True,
            choices=lambda: [("", _("None: I write my own")), *ready_answers(side).items()],
        )

    return SidesForm


class AgreeForm(VersionForm):
    """A person says yes."""

    words = TextAreaField(
        lazy(lambda: _("Anything you want to say (if you like)")), [AtMost(rules.LONGEST_MESSAGE)]
    )
    share = _share()
    contact = _contact()


class ContactForm(VersionForm):
    """How to reach a side."""

    contact = StringField(
        lazy(lambda: _("Your phone number or email address")),
        [Needed(lambda: _("Write a phone number or an email address")), AtMost(rules.LONGEST_CONTACT)],
    )


class EndForm(VersionForm):
    """Why somebody ends it. See `end_form` for the reasons of a side."""

    words = TextAreaField(
        lazy(lambda: _("Anything you want to say to them (if you like)")), [AtMost(rules.LONGEST_MESSAGE)]
    )
    reason: Any
    first_on_page = ("reason",)


def end_form(side: Side) -> type[EndForm]:
    """The form with the reasons of a side."""

    class SidesForm(EndForm):
        reason = ChoiceField(
            lazy(lambda: _("Why do you end it?")),
            lambda: _("Choose why you end it"),
            may_be_empty=True,  # Of what was agreed nobody is asked why.
            choices=lambda: reason_labels(side, rules.REASONS[side]),
        )

    return SidesForm


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
        [Needed(lambda: _("Tell us what is wrong")), AtMost(rules.LONGEST_MESSAGE)],
    )
    messages = BooleanField(lazy(lambda: _("Let them read the messages of this conversation")))
    told = BooleanField(lazy(lambda: _("Write to me how it ended")))
