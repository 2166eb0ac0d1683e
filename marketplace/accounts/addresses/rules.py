"""What a field for an email address takes."""

from collections.abc import Mapping

from wtforms import Field
from wtforms import Form as WTForm
from wtforms.validators import StopValidation

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.service import read_address


class AnAddress:
    """A field for an email address; the domain is put into the form in which it is looked up."""

    field_flags: Mapping[str, object] = {}

    def __call__(self, form: WTForm, field: Field) -> None:
        """Refuse what is no address, saying what one looks like."""
        del form
        try:
            field.data = read_address(field.data or "")
        except ValueError as error:
            message = _("Enter an email address in the right form, like name@example.com")
            raise StopValidation(message) from error
