"""The form of a council's own words."""

from wtforms import StringField, TextAreaField

from marketplace.gaps.words.rules import LONGEST_LINE, LONGEST_WORDS
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.forms import AtMost, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _


class WordsForm(VersionForm):
    """What the council says; each may be empty."""

    looking_for = TextAreaField(lazy(lambda: _("What you are looking for")), [AtMost(LONGEST_WORDS)])
    ambitions = TextAreaField(lazy(lambda: _("Your ambitions")), [AtMost(LONGEST_WORDS)])
    working_with_us = TextAreaField(lazy(lambda: _("How to work with you")), [AtMost(LONGEST_WORDS)])
    quality = TextAreaField(lazy(lambda: _("How you see to quality")), [AtMost(LONGEST_WORDS)])
    contact_name = StringField(lazy(lambda: _("Team")), [AtMost(LONGEST_LINE)])
    contact_email = StringField(lazy(lambda: _("Email address")), [AtMost(LONGEST_LINE)])
    contact_phone = StringField(lazy(lambda: _("Phone number")), [AtMost(LONGEST_LINE)])
    contact_url = StringField(lazy(lambda: _("Web page")), [AtMost(LONGEST_LINE)])

    @property
    def words(self) -> MarketWords:
        """What was typed."""
        return MarketWords(**{name: self[name].data or "" for name in MarketWords.__struct_fields__})
