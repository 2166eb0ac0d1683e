"""How the text of a setting becomes its value. Each says in a ValueError what it wants."""

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

LOG_LEVELS = ("debug", "info", "warning", "error")


def text(value: str) -> str:
    """Any text."""
    return value


def _path(value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("the account behind the ~ is not known") from error


def folder(value: str) -> Path:
    """A folder, which need not exist yet."""
    return _path(value)


def file(value: str) -> Path:
    """A file that is there."""
    path = _path(value)
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


def address(value: str) -> str:
    """An address of this machine to listen on."""
    try:
        return str(ipaddress.ip_address("127.0.0.1" if value == "localhost" else value))
    except ValueError as error:
        raise ValueError("it must be an IP address of this machine such as 127.0.0.1 or 0.0.0.0") from error


def yes_or_no(value: str) -> bool:
    """Yes or no."""
    if value.lower() not in {"yes", "no"}:
        raise ValueError("it must be yes or no")
    return value.lower() == "yes"


def existing_folder(value: str) -> Path:
    """A folder that is there."""
    path = _path(value)
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    return path


def database_url(value: str) -> str:
    """The address of a PostgreSQL database."""
    if urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("it must begin with postgresql://")
    return value


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Make a reader of whole numbers from `lowest` to `highest`."""

    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            raise ValueError(f"it must be a whole number from {lowest} to {highest}")
        return int(value)

    return read


def seconds(value: str) -> float:
    """A number of seconds, at most a minute."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", value) or not 0 < float(value) <= 60:  # noqa: PLR2004 - said in the message
        raise ValueError("it must be a number of seconds above 0 and at most 60")
    return float(value)


def web_address(value: str) -> str:
    """The address of a web site, without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("it must be a web address such as https://support.example.gov.uk")
    return value.rstrip("/")


def server_address(value: str) -> str:
    """The web address of a server, perhaps with a user and password, without a slash at its end."""
    parts = urlsplit(value)
    try:
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if parts.scheme not in {"http", "https"} or not is_whole or parts.query or parts.fragment:
        raise ValueError("it must be a web address such as http://127.0.0.1:7700")
    return value.rstrip("/")


def mail_server(value: str) -> str:
    """The address of a mail server. A password goes over TLS only, but on this machine."""
    parts = urlsplit(value)
    try:
        is_whole = bool(parts.hostname) and parts.port != 0 and parts.path in {"", "/"}
    except ValueError:
        is_whole = False
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not is_whole or parts.query or parts.fragment:
        raise ValueError("it must be an address such as smtp://user:password@mail.example.org:587")
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme == "smtp+plain" and parts.password and not is_here:
        raise ValueError("a password is sent over TLS only: begin it with smtp:// or smtps://")
    return value.rstrip("/")


def mail_address(value: str) -> str:
    """An email address in ASCII."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*", value):
        raise ValueError("it must be an email address such as support@example.gov.uk")
    return value


def key(value: str) -> str:
    """A key that can be sent in a header."""
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError("it must be a key of letters, digits and signs, without spaces")
    return value


def secret(value: str) -> str:
    """A secret that is too long to be guessed."""
    if not re.fullmatch(r"[!-~]{32,500}", value):
        raise ValueError("it must have 32 letters, digits and signs or more, without spaces")
    return value


def index_name(value: str) -> str:
    """The name of an index on a search server."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", value):
        raise ValueError("it must be a name of letters, digits, - and _")
    return value


def log_level(value: str) -> str:
    """The name of a level of logging."""
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(LOG_LEVELS)}")
    return value.lower()


def networks(value: str) -> tuple[str, ...]:
    """IP addresses and networks with commas between."""
    networks = tuple(part.strip() for part in value.split(",") if part.strip())
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            raise ValueError(
                "it must be addresses or networks, with commas between, such as 10.0.0.0/8"
            ) from error
    return networks


def colour(value: str) -> str:
    """A colour in six hexadecimal digits."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("it must be a colour such as #1d5c63")
    return value.lower()


def council(value: str) -> str:
    """The code of a council, of the right form."""
    if not re.fullmatch(r"[EWSN][0-9]{8}", value):
        raise ValueError("it must be a council's code such as E06000054")
    return value
