"""The geocoder behind the gazetteer, with a server of our own in the place of Nominatim."""

import asyncio
import contextlib
import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.logging import configure_logging
from marketplace.kernel.settings import Settings
from marketplace.places.geocoder import Geocoder, Turnstile, open_geocoder
from marketplace.places.schemas import Place, PlaceKind, UnknownPlace
from marketplace.places.service import find_place

UNKNOWN = "Nether Wallop Village Hall Lane"
ANSWERS = {
    UNKNOWN.lower(): ("Nether Wallop, Test Valley, Hampshire, England", "51.1480", "-1.5720"),
    "paris": ("Paris, France", "48.8566", "2.3522"),
}


class Nominatim(BaseHTTPRequestHandler):
    """Answers /search as Nominatim does, and keeps what it was asked."""

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        server = self.server
        server.asked.append((time.monotonic(), query, self.headers["User-Agent"]))
        if server.status != 200:
            self.send_error(server.status)
            return
        time.sleep(server.delay_seconds)
        found = ANSWERS.get(query["q"][0])
        places = [{"display_name": found[0], "lat": found[1], "lon": found[2]}] if found else []
        body = json.dumps(places).encode()
        with contextlib.suppress(ConnectionError):  # who does not wait has gone
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def nominatim():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Nominatim)
    server.daemon_threads = True
    server.asked, server.status, server.delay_seconds = [], 200, 0.0
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def geocoder(nominatim, tmp_path):
    return make(nominatim, tmp_path)


def make(nominatim, folder, timeout_seconds=3.0):
    return open_geocoder(
        "nominatim",
        folder,
        user_agent="hereabouts-test (mail@example.org)",
        domain=f"http://127.0.0.1:{nominatim.server_port}",
        timeout_seconds=timeout_seconds,
    )


def test_without_a_setting_there_is_none(tmp_path):
    assert open_geocoder(None, tmp_path) is None
    assert open_geocoder("", tmp_path) is None


def test_nominatim_without_a_name_of_our_own_is_refused(tmp_path):
    with pytest.raises(OperatorError, match="MARKETPLACE_GEOCODER_USER_AGENT"):
        open_geocoder("nominatim", tmp_path)


def test_geocoder_that_geopy_does_not_have_is_refused(tmp_path):
    with pytest.raises(OperatorError, match="no geocoder called cartographer"):
        open_geocoder("cartographer", tmp_path)


def test_geocoder_without_the_key_it_needs_is_refused(tmp_path):
    with pytest.raises(OperatorError, match="MARKETPLACE_GEOCODER"):
        open_geocoder("opencage", tmp_path)


@pytest.mark.parametrize("name", ["photon", "opencage", "mapbox", "here", "azure", "pelias"])
def test_other_geocoders_of_geopy_can_be_set(tmp_path, name):
    assert isinstance(open_geocoder(name, tmp_path, domain="127.0.0.1", api_key="k"), Geocoder)


async def test_known_place_is_never_asked_online(gazetteer, geocoder, nominatim):
    assert (await find_place("Melksham", gazetteer, geocoder)).label == "Melksham, Wiltshire"
    assert (await find_place("", gazetteer, geocoder)).message
    assert nominatim.asked == []


async def test_unknown_place_is_found_online_with_the_council_of_its_nearest_postcode(
    gazetteer, geocoder, nominatim
):
    place = await find_place(UNKNOWN, gazetteer, geocoder)
    assert isinstance(place, Place)
    assert place.label == "Nether Wallop, Test Valley"
    assert (place.kind, place.council_name) == (PlaceKind.TOWN, "Hampshire")
    assert place.attribution == "© OpenStreetMap contributors"
    _at, query, user_agent = nominatim.asked[0]
    assert query["countrycodes"] == ["gb"]
    assert user_agent == "hereabouts-test (mail@example.org)"


async def test_place_outside_the_united_kingdom_does_not_count(gazetteer, geocoder, nominatim):
    answer = await find_place("Paris", gazetteer, geocoder)
    assert isinstance(answer, UnknownPlace)
    assert len(nominatim.asked) == 1


async def test_answers_are_kept_also_those_that_found_nothing(gazetteer, geocoder, nominatim):
    for _ in range(3):
        await find_place(UNKNOWN, gazetteer, geocoder)
        await find_place(f"  {UNKNOWN.upper()} ", gazetteer, geocoder)
    assert len(nominatim.asked) == 1
    for _ in range(3):
        assert isinstance(await find_place("nowhere at all", gazetteer, geocoder), UnknownPlace)
    assert len(nominatim.asked) == 2


async def test_no_two_requests_within_a_second_whoever_asks(nominatim, tmp_path):
    """Two geocoders on one data directory stand for two processes."""
    one, other = make(nominatim, tmp_path), make(nominatim, tmp_path)
    await asyncio.gather(one.find("first"), other.find("second"))
    begins = sorted(at for at, _query, _agent in nominatim.asked)
    assert len(begins) == 2
    assert begins[1] - begins[0] >= 0.95


def test_turn_that_comes_too_late_is_not_taken(tmp_path):
    turnstile = Turnstile(tmp_path / "turn")
    assert turnstile.take_turn(2.5) == 0
    assert turnstile.take_turn(2.5) == pytest.approx(1, abs=0.2)
    assert turnstile.take_turn(2.5) == pytest.approx(2, abs=0.2)
    assert turnstile.take_turn(2.5) is None


def test_turnstile_survives_nonsense_in_its_file(tmp_path):
    (tmp_path / "turn").write_text("nonsense", "ascii")
    assert Turnstile(tmp_path / "turn").take_turn(1) == 0
    (tmp_path / "turn").write_text("99999999999", "ascii")
    assert Turnstile(tmp_path / "turn").take_turn(1) == 0


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_failing_geocoder_is_as_if_there_were_none_and_is_left_alone(
    gazetteer, geocoder, nominatim, status
):
    nominatim.status = status
    offline = gazetteer.find_place(UNKNOWN)
    assert await find_place(UNKNOWN, gazetteer, geocoder) == offline
    assert await find_place("somewhere else entirely", gazetteer, geocoder)
    assert len(nominatim.asked) == 1


async def test_slow_geocoder_is_not_waited_for(gazetteer, nominatim, tmp_path):
    nominatim.delay_seconds = 4.0
    begin = time.monotonic()
    answer = await find_place(UNKNOWN, gazetteer, make(nominatim, tmp_path, timeout_seconds=0.3))
    assert isinstance(answer, UnknownPlace)
    assert time.monotonic() - begin < 3.5


async def test_operator_is_told_whether_it_answers(nominatim, tmp_path):
    ANSWERS["melksham"] = ("Melksham, Wiltshire, England", "51.37", "-2.14")
    assert await make(nominatim, tmp_path / "one").check() is None
    nominatim.status = 403
    assert "refuses" in await make(nominatim, tmp_path / "two").check()
    nominatim.status, nominatim.delay_seconds = 200, 0.8
    assert "within 0.4 seconds" in await make(nominatim, tmp_path / "three", timeout_seconds=0.4).check()


async def test_log_of_a_failure_holds_nothing_of_what_was_typed(tmp_path, capsys, monkeypatch):
    def refuse(question):
        raise ValueError(f"cannot look up {question} with key hush")

    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    configure_logging(Settings(data_dir=tmp_path))
    geocoder = Geocoder(refuse, turnstile=Turnstile(tmp_path / "turn"), timeout_seconds=2, attribution="")
    try:
        assert await geocoder.find("12 Acacia Avenue") is None
    finally:
        structlog.reset_defaults()
    said = capsys.readouterr().err
    assert "geocoder_failed" in said
    assert "acacia" not in said.lower()
    assert "hush" not in said


async def test_geocoder_that_is_not_there_is_as_if_there_were_none(gazetteer, nominatim, tmp_path):
    geocoder = open_geocoder("photon", tmp_path, domain="http://127.0.0.1:9", timeout_seconds=1.0)
    assert isinstance(await find_place(UNKNOWN, gazetteer, geocoder), UnknownPlace)
