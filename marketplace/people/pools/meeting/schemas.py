"""Forms of meeting."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, StringField, TextAreaField

from marketplace.accounts.supporting.schemas import Supported
from marketplace.enquiries.pages.schemas import ReportForm
from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, Form, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.people.pools.schemas import FOR_MYSELF
from marketplace.pooling.meeting.talk.rules import LONGEST_MESSAGE
from marketplace.pooling.writing.rules import LONGEST_NAME, LONGEST_TITLE
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_LONGEST_PLACE = 20


def _from_list() -> str:
    return _("Choose from the list.")


def _terms(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


class WishForm(VersionForm):
    """What somebody would like to do with others. What may be in it, the pooling room decides."""

    acting_for: Any
    support_type: Any = ChoiceField(
        lazy(lambda: _("What would you like to do with others?")),
        lambda: _("Choose what you would like to do with others."),
        choices=lambda: [("", _("Choose from the list")), *_terms(Taxonomy.SUPPORT_TYPE)],
    )
    title = StringField(lazy(lambda: _("What do you call it?")), [AtMost(LONGEST_TITLE)])
    care_group = ChoiceField(
        lazy(lambda: _("Is it for some people most of all?")),
        _from_list,
        may_be_empty=True,
        choices=lambda: [("", _("Anybody")), *_terms(Taxonomy.CARE_GROUP)],
    )
    days = ChoicesField(lazy(lambda: _("On which days?")), _from_list, choices=lambda: _terms(Taxonomy.DAY))
    parts = ChoicesField(
        lazy(lambda: _("At what time of the day?")), _from_list, choices=lambda: _terms(Taxonomy.TIME)
    )
    place = StringField(lazy(lambda: _("Your postcode")), [AtMost(_LONGEST_PLACE)])
    name = StringField(lazy(lambda: _("The name that others may see later")), [AtMost(LONGEST_NAME)])


class TalkForm(Form):
    """A message."""

    body = TextAreaField(lazy(lambda: _("Write a message")), [AtMost(LONGEST_MESSAGE)])


class TalkReportForm(ReportForm):
    """What is wrong in a pool, for those who look after the website."""

    messages = BooleanField(lazy(lambda: _("Let them read the messages of this page")))


def wish_form(supported: Sequence[Supported], *, is_new: bool) -> type[WishForm]:
    """The form for an account that acts for these people. What is looked for is chosen once."""

    class OwnForm(WishForm):
        acting_for = ChoiceField(
            lazy(lambda: _("Who looks for others?")),
            lambda: _("Choose who looks for others"),
            choices=lambda: [
                (FOR_MYSELF, _("I do")),
                *((str(each.id), each.person_name) for each in supported),
            ],
        )

    class EditForm(OwnForm):
        support_type = None

    return OwnForm if is_new else EditForm
