"""The forms of imports, and what their pages show."""

from uuid import UUID

from msgspec import Struct
from wtforms import FileField

from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings.imports.kept.schemas import Counts, Import, Row, Show, Words
from marketplace.listings.imports.nearness.schemas import Why


class UploadForm(Form):
    """Send a spreadsheet. The choices of `council` are the viewer's."""

    council = ChoiceField(
        lazy(lambda: _("Whose listings are these?")), lambda: _("Choose a council"), choices=list
    )
    file = FileField(
        lazy(lambda: _("Your spreadsheet")), [Needed(lambda: _("Choose the file with your listings"))]
    )


class ImportPage(Struct, frozen=True, kw_only=True):
    """An import with a page of its rows."""

    found: Import
    counts: Counts
    show: Show
    rows: Page[Row]
    words: dict[UUID | int, Words]
    whys: tuple[Why, ...]
    """Reasons by which rows are alike, where there are any."""
    names: dict[UUID, str]
