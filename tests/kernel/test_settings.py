import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from marketplace.kernel import settings as module
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import SETTINGS, Settings, default_data_dir, load_settings, mask_url, shown

NUMBERS = ("MARKETPLACE_PORT", "MARKETPLACE_WORKERS", "MARKETPLACE_GEOCODER_TIMEOUT_SECONDS")


def test_nothing_has_to_be_set():
    settings = load_settings({})
    assert (settings.host, settings.port, settings.brand_name) == ("127.0.0.1", 8000, "Hereabouts")


def test_each_setting_has_its_place_and_each_place_its_setting():
    assert sorted(setting.attribute for setting in SETTINGS) == sorted(
        field.name for field in fields(Settings)
    )


def test_empty_means_not_set():
    assert load_settings({"MARKETPLACE_PORT": " ", "DATABASE_URL": ""}) == load_settings({})


@pytest.mark.parametrize(
    ("name", "value", "attribute", "expected"),
    [
        ("DATABASE_URL", "postgresql://me@db/hereabouts", "database_url", "postgresql://me@db/hereabouts"),
        ("MARKETPLACE_DATA_DIR", "/srv/data", "data_dir", Path("/srv/data")),
        ("MARKETPLACE_PORT", "80", "port", 80),
        ("MARKETPLACE_PUBLIC_URL", "https://support.example/", "public_url", "https://support.example"),
        (
            "MARKETPLACE_TRUSTED_PROXIES",
            "10.0.0.0/8, ::1",
            "trusted_proxies",
            ("10.0.0.0/8", "::1"),
        ),
        ("MARKETPLACE_LOG_LEVEL", "WARNING", "log_level", "warning"),
        ("MARKETPLACE_BRAND_COLOUR", "#AABB00", "brand_colour", "#aabb00"),
        ("MARKETPLACE_COUNCIL", "E06000054", "council", "E06000054"),
        ("MARKETPLACE_HOST", "localhost", "host", "127.0.0.1"),
        ("MARKETPLACE_DEMONSTRATION", "yes", "demonstration", True),
        ("MEILISEARCH_URL", "http://search:7700/", "meilisearch_url", "http://search:7700"),
        ("MEILISEARCH_API_KEY", "k3y-with_signs", "meilisearch_api_key", "k3y-with_signs"),
        ("MEILISEARCH_INDEX", "wiltshire-2", "meilisearch_index", "wiltshire-2"),
    ],
)
def test_a_setting_is_read(name, value, attribute, expected):
    assert getattr(load_settings({name: value}), attribute) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db"),
        ("MARKETPLACE_POSTGRES_BIN", "/no/such/folder"),
        ("MARKETPLACE_HOST", "my machine"),
        ("MARKETPLACE_PORT", "0"),
        ("MARKETPLACE_PORT", "65536"),
        ("MARKETPLACE_PORT", "-1"),
        ("MARKETPLACE_PORT", "٣"),
        ("MARKETPLACE_WORKERS", "many"),
        ("MARKETPLACE_PUBLIC_URL", "support.example"),
        ("MARKETPLACE_TRUSTED_PROXIES", "everyone"),
        ("MARKETPLACE_LOG_LEVEL", "loud"),
        ("MARKETPLACE_COUNCIL", "Wiltshire"),
        ("MARKETPLACE_GEOCODER_TIMEOUT_SECONDS", "0"),
        ("MARKETPLACE_GEOCODER_TIMEOUT_SECONDS", "nan"),
        ("MARKETPLACE_BRAND_LOGO", "/no/such/file.svg"),
        ("MARKETPLACE_DATA_DIR", "~nobody-has-this-name/data"),
        ("MARKETPLACE_BRAND_COLOUR", "red"),
        ("MARKETPLACE_BRAND_ACCENT", "#12345"),
        ("MARKETPLACE_WORDS_DIR", "/no/such/folder"),
        ("MARKETPLACE_DEMONSTRATION", "perhaps"),
        ("MEILISEARCH_URL", "search:7700"),
        ("MEILISEARCH_URL", "http://:7700"),
        ("MEILISEARCH_URL", "http://search:port"),
        ("MEILISEARCH_URL", "http://search:7700?key=1"),
        ("MEILISEARCH_API_KEY", "two words"),
        ("MEILISEARCH_API_KEY", "schlüssel"),
        ("MEILISEARCH_INDEX", "a/b"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_name_in_one_sentence(name, value):
    with pytest.raises(OperatorError, match=name) as caught:
        load_settings({name: value})
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@given(name=st.sampled_from([setting.name for setting in SETTINGS]), value=st.text())
def test_no_text_whatever_makes_anything_but_settings_or_a_sentence(name, value):
    with contextlib.suppress(OperatorError):
        load_settings({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "http://me:secret@db"),
        ("MEILISEARCH_URL", "ftp://me:secret@search"),
        ("MEILISEARCH_URL", "http://me:secret@search:port"),
        ("MEILISEARCH_API_KEY", "secret secret"),
    ],
)
def test_a_secret_is_not_repeated_in_its_error(name, value):
    with pytest.raises(OperatorError) as caught:
        load_settings({name: value})
    assert "secret" not in str(caught.value)


def test_without_an_address_there_is_no_search_server():
    assert load_settings({"MEILISEARCH_API_KEY": "key"}).search_server is None


def test_the_search_server_does_not_show_its_key_or_password():
    settings = load_settings(
        {"MEILISEARCH_URL": "http://me:hush@search:7700", "MEILISEARCH_API_KEY": "hush-hush"}
    )
    server = settings.search_server
    assert (server.url, server.key, server.index) == (
        "http://me:hush@search:7700",
        "hush-hush",
        "hereabouts",
    )
    assert "hush" not in f"{server} {server!r}"


def test_secrets_are_masked_when_shown():
    settings = load_settings(
        {
            "DATABASE_URL": "postgresql://me:hush@db:5432/x?password=hush",
            "MARKETPLACE_GEOCODER_API_KEY": "hush",
            "MEILISEARCH_URL": "http://me:hush@search:7700",
            "MEILISEARCH_API_KEY": "hush",
        }
    )
    said = " ".join(shown(setting, settings) for setting in SETTINGS)
    assert "hush" not in said
    assert "postgresql://me:***@db:5432/x" in said
    assert "http://me:***@search:7700" in said


def test_an_address_without_a_password_is_shown_as_it_is():
    assert mask_url("postgresql://me@db/x") == "postgresql://me@db/x"


def test_root_gets_a_directory_that_others_may_enter(monkeypatch):
    monkeypatch.setattr(module.os, "geteuid", lambda: 0)
    assert default_data_dir({"HOME": "/root"}) == Path("/var/lib/hereabouts")


def test_others_get_the_platforms_own_place(monkeypatch):
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(module.sys, "platform", "linux")
    assert default_data_dir({"HOME": "/home/me"}) == Path("/home/me/.local/share/hereabouts")
    assert default_data_dir({"HOME": "/home/me", "XDG_DATA_HOME": "/x"}) == Path("/x/hereabouts")
    monkeypatch.setattr(module.sys, "platform", "darwin")
    assert default_data_dir({"HOME": "/Users/me"}) == Path("/Users/me/Library/Application Support/Hereabouts")


def test_the_address_people_use_is_the_public_one_if_there_is_one():
    assert load_settings({}).address == "http://127.0.0.1:8000"
    assert load_settings({"MARKETPLACE_HOST": "::1"}).address == "http://[::1]:8000"
    assert load_settings({"MARKETPLACE_PUBLIC_URL": "https://x.example"}).address == "https://x.example"


def test_the_reference_names_every_setting_with_its_kind_default_and_use():
    lines = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert rows == [f"| `{one.name}` | {one.kind} | {one.default} | {one.help} |" for one in SETTINGS]
