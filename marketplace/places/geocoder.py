"""An online geocoder behind the gazetteer, for places it does not know. Off unless it is set.

geopy speaks to the service; this module keeps the service's manners: one request a second in all processes
together, a name of its own in every request, answers kept for a day, no request while somebody types. A slow
or failing service is as good as none: the search goes on without it, and it is left alone for a while.
"""

import asyncio
import fcntl
import inspect
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct

from marketplace.kernel.errors import OperatorError

_KEY_NAMES = ("api_key", "apikey", "subscription_key", "access_token")
_ONLY_THE_UK: dict[str, object] = {
    "country_codes": "gb",
    "countries": ["GB"],
    "country": "GB",
    "components": {"country": "GB"},
    "bbox": ((49.8, -8.8), (61.0, 1.92)),
}
_OPENSTREETMAP = "© OpenStreetMap contributors"
_ATTRIBUTIONS = {"nominatim": _OPENSTREETMAP, "photon": _OPENSTREETMAP}
_KNOWN_TOWN = "melksham"
_MOST_KEPT = 2_000
_KEPT_SECONDS = 24 * 3_600.0
_PAUSE_SECONDS = 60.0
_NONSENSE_SECONDS = 60.0
"""No turn is ever given so far ahead: the clock was set back."""

_log = structlog.get_logger(__name__)


class GeocodedPoint(Struct, frozen=True):
    """A geocoder's answer."""

    name: str
    latitude: float
    longitude: float


class Turnstile:
    """Lets one request through in `interval_seconds`, whichever process of this machine asks.

    The time of the last request stands in a file that all processes lock in turn.
    """

    def __init__(self, path: Path, interval_seconds: float = 1.0) -> None:
        self._path = path
        self._interval_seconds = interval_seconds

    def take_turn(self, most_seconds: float) -> float | None:
        """Take the next turn and return how many seconds to wait for it; None (and no turn) if too many."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.geteuid() == 0:  # an operator's look must not lock out the account that the site runs as
                folder = self._path.parent.stat()
                os.fchown(file.fileno(), folder.st_uid, folder.st_gid)
            file.seek(0)
            now = time.time()
            last = _as_number(file.read())
            turn = now if last > now + _NONSENSE_SECONDS else max(now, last + self._interval_seconds)
            if turn - now > most_seconds:
                return None
            file.truncate(0)
            file.write(f"{turn:.6f}")
        return turn - now


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


class Geocoder:
    """Finds places of the United Kingdom that the gazetteer does not know."""

    def __init__(
        self,
        ask: Callable[[str], GeocodedPoint | None],
        *,
        turnstile: Turnstile,
        timeout_seconds: float,
        attribution: str,
    ) -> None:
        self._ask = ask
        self._turnstile = turnstile
        self._timeout_seconds = timeout_seconds
        self._kept: OrderedDict[str, tuple[float, GeocodedPoint | None]] = OrderedDict()
        self._paused_until = 0.0
        self.attribution = attribution
        """Words to show beside every place it found."""

    async def find(self, text: str) -> GeocodedPoint | None:
        """Ask for a place; None if there is none, or the service is slow, busy or failing."""
        question = " ".join(text.split()).casefold()
        kept = self._kept.get(question)
        if kept and kept[0] > time.monotonic():
            self._kept.move_to_end(question)
            return kept[1]
        if time.monotonic() < self._paused_until:
            return None
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._find_afresh(question)
        except Exception as error:  # noqa: BLE001 - geopy's geocoders raise whatever their services provoke
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
            _log.warning("geocoder_failed", exc_info=error, paused_seconds=_PAUSE_SECONDS)
            return None

    async def check(self) -> str | None:
        """Ask for a town that every geocoder knows, for the operator: None, or why there is no answer."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                found = await self._find_afresh(_KNOWN_TOWN)
        except TimeoutError:
            return f"it does not answer within {self._timeout_seconds:g} seconds"
        except Exception as error:  # noqa: BLE001 - as above; its words may hold the key
            return f"it refuses or cannot be reached ({type(error).__name__})"
        return None if found else f"it finds no {_KNOWN_TOWN.title()}, or is being asked by others just now"

    async def _find_afresh(self, question: str) -> GeocodedPoint | None:
        wait = await asyncio.to_thread(self._turnstile.take_turn, self._timeout_seconds / 2)
        if wait is None:
            return None
        await asyncio.sleep(wait)
        answer = await asyncio.to_thread(self._ask, question)
        self._kept[question] = (time.monotonic() + _KEPT_SECONDS, answer)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return answer


def open_geocoder(
    name: str | None,
    data_dir: Path,
    *,
    user_agent: str | None = None,
    domain: str | None = None,
    api_key: str | None = None,
    timeout_seconds: float = 5.0,
) -> Geocoder | None:
    """Make the geocoder that is set, or None. `domain` may begin with http:// for a server of one's own."""
    if not name:
        return None
    service = _make_service(name.lower(), user_agent, domain, api_key, timeout_seconds)
    accepted = inspect.signature(service.geocode).parameters
    limits = {limit: value for limit, value in _ONLY_THE_UK.items() if limit in accepted}

    def ask(question: str) -> GeocodedPoint | None:
        location = service.geocode(question, exactly_one=True, timeout=timeout_seconds, **limits)
        return location and GeocodedPoint(
            str(location.address), float(location.latitude), float(location.longitude)
        )

    return Geocoder(
        ask,
        turnstile=Turnstile(data_dir / "places" / "geocoder.turn"),
        timeout_seconds=timeout_seconds,
        attribution=_ATTRIBUTIONS.get(name.lower(), name),
    )


def _make_service(
    name: str, user_agent: str | None, domain: str | None, api_key: str | None, timeout_seconds: float
) -> Any:
    from geopy.adapters import URLLibAdapter  # noqa: PLC0415 - geopy costs memory and is needed only when it is set
    from geopy.exc import GeopyError  # noqa: PLC0415 - as above
    from geopy.geocoders import get_geocoder_for_service  # noqa: PLC0415 - as above

    try:
        service = get_geocoder_for_service(name)
    except GeopyError as error:
        raise OperatorError(f"MARKETPLACE_GEOCODER: geopy has no geocoder called {name}.") from error
    if name == "nominatim" and not user_agent:
        raise OperatorError(
            "MARKETPLACE_GEOCODER_USER_AGENT: Nominatim asks each site for a name of its own with a contact, "
            'e.g. "hereabouts.example (mail@hereabouts.example)".'
        )
    accepted = inspect.signature(service.__init__).parameters
    scheme, _separator, host = (domain or "").rpartition("://")
    key = next((key for key in _KEY_NAMES if key in accepted), "")
    wanted = {"user_agent": user_agent, "domain": host, "scheme": scheme, key: api_key}
    options = {option: value for option, value in wanted.items() if option in accepted and value}
    try:
        return service(timeout=timeout_seconds, adapter_factory=URLLibAdapter, **options)
    except (GeopyError, TypeError) as error:
        raise OperatorError(f"MARKETPLACE_GEOCODER: {name} cannot be used as it is set: {error}.") from error
