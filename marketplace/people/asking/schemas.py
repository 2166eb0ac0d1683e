"""The form of an enquiry."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField, TextAreaField

from marketplace.accounts.supporting.schemas import Supported
from marketplace.enquiries import rules
from marketplace.enquiries.schemas import Askable
from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, Form, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

FOR_MYSELF = "me"


class AskForm(Form):
    """What somebody wants. See `ask_form` for whom it goes to and for whom it is."""

    listing: Any
    support_types: Any
    acting_for: Any
    when = StringField(lazy(lambda: _("When?")), [AtMost(rules.LONGEST_LINE)])
    where = StringField(lazy(lambda: _("Where, roughly?")), [AtMost(rules.LONGEST_LINE)])
    words = TextAreaField(lazy(lambda: _("Anything else they should know")), [AtMost(rules.LONGEST_MESSAGE)])
    name = StringField(lazy(lambda: _("The name that they see")), [AtMost(rules.LONGEST_NAME)])
    first_on_page = ("listing", "acting_for", "support_types")


def ask_form(listings: Sequence[Askable], supported: Sequence[Supported]) -> type[AskForm]:
    """The form for these listings, and these people for whom an account acts."""
    codes = dict.fromkeys(code for each in listings for code in each.support_types)

    class OwnForm(AskForm):
        listing = ChoicesField(
            lazy(lambda: _("Whom do you want to ask?")),
            lambda: _("Choose whom you want to ask"),
            least=1,
            choices=lambda: [(str(each.id), f"{each.title}, {each.provider_name}") for each in listings],
        )
        acting_for = ChoiceField(
            lazy(lambda: _("Who needs the help?")),
            lambda: _("Choose who needs the help"),
            choices=lambda: [
                (FOR_MYSELF, _("I do")),
                *((str(each.id), each.person_name) for each in supported),
            ],
        )
        support_types = ChoicesField(
            lazy(lambda: _("What would you like help with?")),
            lambda: _("Choose from the list"),
            choices=lambda: [(code, taxonomies.label(Taxonomy.SUPPORT_TYPE, code)) for code in codes],
        )

    return OwnForm
