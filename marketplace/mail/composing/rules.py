"""One letter as a message with two parts that say the same. The same letter is always the same message."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from msgspec import Struct

from marketplace.kernel import i18n
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Facts, QueuedLetter, Signature, Words

BUTTON_COLOUR = "#1d5c63"
TEMPLATES = Path(__file__).parents[2] / "templates"


class Site(Struct, frozen=True, kw_only=True):
    """What letters say of the site that sends them."""

    name: str
    address: str
    """Where people find it, "https://support.example.gov.uk"."""
    sender: str
    """The address that letters come from."""
    signature: Signature = Signature()
    """Of the letter in hand."""

    @property
    def shown_name(self) -> str:
        """Who writes, in one line."""
        return one_line(self.signature.name or self.name)

    @property
    def sent_for(self) -> str:
        """Which council's letter it is, if it is one's."""
        council = self.signature.council
        return _("Sent for %(council)s council", council=council) if council else ""

    @property
    def contact(self) -> str | None:
        """Whom to ask, for letters that say so."""
        return absolute("/help", self) if self.signature.contact == "" else self.signature.contact


def absolute(path: str, site: Site) -> str:
    """A path of the site as an address that works in a letter."""
    return f"{site.address}{path}"


def compose(letter: QueuedLetter, site: Site) -> EmailMessage:
    """The message. The letter has its address, its parts and its Message-ID.

    Headers cannot be forged: what stands in them is an address that was read, a fixed sentence, our own ids,
    or the site's name in one line; and the policy refuses line breaks.
    """
    assert letter.recipient is not None
    assert letter.message_id is not None
    i18n.use_language(letter.language)
    name = site.shown_name
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=site.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = letter.queued_at
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{absolute(letter.unsubscribe_url, site)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(as_text(letter, site), cte="quoted-printable")
    message.add_alternative(as_html(letter, site), subtype="html", cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """A text without line breaks and other signs that no header may have."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def as_text(letter: QueuedLetter, site: Site) -> str:
    """The letter in plain text."""
    blocks = [_("Hello,")]
    for part in letter.parts or ():
        match part:
            case Words():
                blocks.append(part.text)
            case Action():
                blocks.append(f"{part.label}:\n{absolute(part.url, site)}")
            case Facts():
                blocks.append("\n".join(f"{name}: {one_line(value)}" for name, value in part.rows))
    if site.contact is not None:
        blocks.append(f"{_('Do you have a question? Ask:')}\n{site.contact}")
    blocks.append("\n".join(filter(None, (site.shown_name, site.sent_for, site.address))))
    if letter.unsubscribe_url:
        stop = absolute(letter.unsubscribe_url, site)
        blocks.append(f"{_('To stop reminders like this one:')}\n{stop}")
    return "\n\n".join(blocks) + "\n"


def as_html(letter: QueuedLetter, site: Site) -> str:
    """The letter in HTML: everything escaped, no picture, nothing fetched from anywhere."""
    return _template().render(
        letter=letter,
        site=site,
        colour=site.signature.colour or BUTTON_COLOUR,
        is_words=lambda part: isinstance(part, Words),
        is_action=lambda part: isinstance(part, Action),
        absolute=lambda path: absolute(path, site),
        language=letter.language,
        direction=i18n.text_direction(),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        i18n.gettext, i18n.ngettext, newstyle=False
    )
    return environment.get_template("mail/letter.html")
