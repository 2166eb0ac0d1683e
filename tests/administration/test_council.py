"""Settings are changed section by section; what is wrong is said at the field, and nothing is overwritten."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from marketplace.administration.council import rules
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel.database import connection
from marketplace.places import service as places
from tests.administration.conftest import WILTSHIRE

PATH = f"/administration/council/{WILTSHIRE}"
INTERVALS = {
    "confirm_every_days": "91", "rank_lower_after_days": "14", "hide_after_days": "42",
    "sign_in_every_days": "120", "ask_capacity_every_days": "28", "warn_days": "14",
    "concerns_kept_days": "730", "enquiries_kept_days": "365",
    "evidence_kept_days": "365", "referrals_kept_days": "183", "drafts_kept_days": "365",
}  # fmt: skip
SIGN_ON = {
    "issuer": "https://login.wiltshire.gov.uk", "client_id": "hereabouts", "client_secret": "s3cr3t-of-wilts",
    "domains": "wiltshire.gov.uk", "default_role": "",
}  # fmt: skip
SUPPORT = {
    "name": "Wiltshire CIL", "source": "wiltshire.gov.uk", "as_of_day": "1", "as_of_month": "3",
    "as_of_year": "2026",
}  # fmt: skip


async def keep(client, section, version="1", **data):
    return await client.post(f"{PATH}/{section}", data={"version": version, **data})


async def settings():
    return await councils.get_council_settings(WILTSHIRE)


@pytest.mark.parametrize(
    "page", ["", *[f"/{each.code}" for each in rules.sections_of(WILTSHIRE)], "/support"]
)
async def test_every_page_of_settings_opens(client, page):
    answer = await client.get(f"{PATH}{page}")
    assert answer.status_code == 200
    assert "<h1" in answer.text


@pytest.mark.parametrize("code", [each.code for each in rules.sections_of(WILTSHIRE)])
async def test_keeping_a_section_as_it_stands_changes_nothing(client, code):
    page = (await client.get(f"{PATH}/{code}")).text
    before = await settings()
    form = page[page.index("<main") :]
    pairs = re.findall(r'<input[^>]*type="(?:text|hidden|email)"[^>]*>', form)
    data = {
        re.search(r'name="([^"]*)"', each)[1]: re.search(r'value="([^"]*)"', each)[1]
        for each in pairs
        if 'value="' in each
    }
    checked = re.findall(r'name="([^"]*)" type="(?:checkbox|radio)" value="([^"]*)" checked', form)
    for name, value in checked:
        data[name] = [*data.get(name, []), value]
    answer = await client.post(f"{PATH}/{code}", data=data)
    assert answer.status_code == 303, answer.text
    after = await settings()
    assert after.version == before.version + 1
    assert {name: getattr(after, name) for name in ("looks", "tiers", "required_checks", "languages")} == {
        name: getattr(before, name) for name in ("looks", "tiers", "required_checks", "languages")
    }


async def test_looks_are_kept_and_colours_are_tidied(client):
    answer = await keep(client, "looks", site_name=" Choose Well ", colour="5B2A86", accent="#800")
    assert answer.headers["location"] == f"{PATH}?done=kept"
    looks = (await settings()).looks
    assert (looks.site_name, looks.colour, looks.accent) == ("Choose Well", "#5b2a86", "#880000")


@pytest.mark.parametrize("colour", ["#ffd400", "yellow", "#12345", "#1f5147;}body{", "javascript:1"])
async def test_a_colour_that_cannot_be_read_is_refused_at_the_field(client, colour):
    answer = await keep(client, "looks", colour=colour, tagline="Kept while I mend it")
    assert answer.status_code == 422
    assert 'href="#colour"' in answer.text
    assert "<title>Error: " in answer.text
    assert "Kept while I mend it" in answer.text
    assert (await settings()).version == 1


@pytest.mark.parametrize(("field", "most"), [("site_name", 40), ("tagline", 100)])
async def test_a_name_that_would_fill_the_head_of_a_page_is_refused_at_the_field(client, field, most):
    answer = await keep(client, "looks", **{field: "x" * (most + 1)})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert (await keep(client, "looks", **{field: "x" * most})).status_code == 303


def picture():
    written = io.BytesIO()
    Image.new("RGB", (200, 60), "navy").save(written, "PNG")
    return written.getvalue()


async def test_a_logo_is_kept_stays_and_goes(client):
    files = {"logo": ("logo.png", picture(), "image/png")}
    answer = await client.post(f"{PATH}/looks", data={"version": "1"}, files=files)
    assert answer.status_code == 303
    name = (await settings()).looks.logo
    await keep(client, "looks", "2", tagline="Another")
    assert (await settings()).looks.logo == name
    await keep(client, "looks", "3", no_logo="y")
    assert (await settings()).looks.logo == ""
    assert (await client.get(f"/logo/{name}.webp")).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a",
        b"%PDF-1.4",
        b"MZ",
        b"\xff\xd8\xff",
    ],
)
async def test_a_file_that_is_no_picture_is_refused_at_the_field(client, content):
    files = {"logo": ("logo.png", content, "image/png")}
    answer = await client.post(f"{PATH}/looks", data={"version": "1"}, files=files)
    assert answer.status_code == 422
    assert 'href="#logo"' in answer.text


async def test_a_logo_that_is_too_large_is_refused(client):
    for size, status in ((2_000_001, 422), (3_000_000, 413)):
        files = {"logo": ("logo.png", b"\x89PNG\r\n\x1a\n" + b"x" * size, "image/png")}
        answer = await client.post(f"{PATH}/looks", data={"version": "1"}, files=files)
        assert answer.status_code == status


async def test_words_are_plain_text(client, app):
    await keep(client, "words", footer="<script>alert(1)</script> & so on", home_title="Hello")
    assert (await settings()).words == {"footer": "<script>alert(1)</script> & so on", "home-title": "Hello"}
    await app.state.looks.refresh()
    page = (await client.get("/about")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_the_safeguarding_contact_shows_where_people_report(client):
    answer = await keep(
        client, "safeguarding", safeguarding_name="Adult care", safeguarding_phone="0300 456 0111",
        safeguarding_email="safe@wiltshire.example", escalate_after_hours="2",
    )  # fmt: skip
    assert answer.status_code == 303
    contact = await councils.find_safeguarding(WILTSHIRE)
    assert (contact.phone, contact.is_national_default) == ("0300 456 0111", False)
    async with connection() as raw:
        recipients = [row["recipient"] for row in await raw.fetch("SELECT recipient FROM letter")]
    assert recipients == ["safe@wiltshire.example"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("safeguarding_email", "safe@wiltshire.example\nBcc: all@example.org"),
        ("safeguarding_email", "no address"),
        ("safeguarding_email", "safe@wiltshire.example, other@example.org"),
        ("safeguarding_url", "javascript:alert(1)"),
        ("safeguarding_phone", "ring me"),
        ("safeguarding_phone", ""),
        ("escalate_after_hours", "0"),
        ("escalate_after_hours", "1000"),
        ("escalate_after_hours", ""),
    ],
)
async def test_a_contact_that_nobody_can_reach_is_refused_at_the_field(client, field, value):
    data = {
        "safeguarding_name": "Adult care",
        "safeguarding_phone": "0300 456 0111",
        "escalate_after_hours": "4",
    }
    answer = await keep(client, "safeguarding", **data | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("confirm_every_days", "0"),
        ("confirm_every_days", "-5"),
        ("confirm_every_days", "soon"),
        ("confirm_every_days", "9" * 30),
        ("hide_after_days", "10"),
        ("warn_days", "60"),
        ("concerns_kept_days", "1"),
        ("drafts_kept_days", ""),
    ],
)
async def test_an_interval_that_makes_no_sense_is_refused_at_the_field(client, field, value):
    answer = await keep(client, "intervals", **INTERVALS | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_each_number_that_is_wrong_is_named_in_the_summary(client):
    answer = await keep(client, "intervals", **INTERVALS | {"confirm_every_days": "0", "warn_days": "0"})
    assert "Ask if a listing is still right every: enter a number from 28 to 400." in answer.text
    assert "Warn the provider this long before: enter a number from 1 to 60." in answer.text


async def test_checks_sizes_and_languages_are_kept(client):
    answer = await keep(
        client, "checks", required_micro_enterprise=["dbs", "insurance"], micro_enterprise_size="7.5",
        languages=["english", "makaton"],
    )  # fmt: skip
    assert answer.status_code == 303
    kept = await settings()
    assert kept.required_checks["micro_enterprise"] == ("dbs", "insurance")
    assert kept.required_checks["personal_assistant"] == ()
    assert kept.micro_enterprise_size == 7.5
    assert kept.languages == ("english", "makaton")


@pytest.mark.parametrize(
    "data",
    [
        {"micro_enterprise_size": "7.3"},
        {"micro_enterprise_size": "0"},
        {"micro_enterprise_size": "many"},
        {"required_micro_enterprise": "a check of my own"},
        {"languages": "klingon"},
    ],
)
async def test_codes_and_sizes_that_are_not_there_are_refused(client, data):
    assert (await keep(client, "checks", **{"micro_enterprise_size": "5"} | data)).status_code == 422


async def test_tiers_are_renamed_added_and_removed_and_keep_their_codes(client):
    tiers = {
        "code_0": "registered",
        "name_0": "Listed",
        "name_2": "Gold star",
        "checks_2": ["dbs"],
        "references_2": "3",
    }
    assert (await keep(client, "tiers", **tiers)).status_code == 303
    listed, gold = (await settings()).tiers
    assert (listed.code, listed.name) == ("registered", "Listed")
    assert (gold.code, gold.required_checks, gold.lowest_references) == ("gold_star", ("dbs",), 3)


@pytest.mark.parametrize(
    ("tiers", "field"),
    [
        ({}, "name_0"),
        ({"name_0": "A", "name_3": "a"}, "name_3"),
        ({"name_1": "123"}, "name_1"),
        ({"name_1": "A", "references_1": "99"}, "references_1"),
    ],
)
async def test_tiers_that_make_no_sense_are_refused_at_their_own_field(client, tiers, field):
    answer = await keep(client, "tiers", **tiers)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_the_address_to_register_at_the_sign_in_service_stands_there_whole(client):
    page = (await client.get(f"{PATH}/sign-on")).text
    assert re.search(rf"<code [^>]+>http://[^/<]+/sign-in/council/{WILTSHIRE}/return</code>", page)


async def test_the_secret_of_the_sign_in_service_is_never_shown_again(client):
    assert (await keep(client, "sign-on", **SIGN_ON)).status_code == 303
    assert await councils.get_client_secret(WILTSHIRE) == "s3cr3t-of-wilts"
    for page in ("", "/sign-on"):
        assert "s3cr3t" not in (await client.get(f"{PATH}{page}")).text
    async with connection() as raw:
        tables = await raw.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            rows = await raw.fetch(f'SELECT t::text AS text FROM "{table}" t')
            assert not any("s3cr3t" in row["text"] for row in rows)
            assert not any(b"s3cr3t".hex() in row["text"] for row in rows)


async def test_the_secret_stays_when_the_field_is_left_empty_and_goes_with_the_service(client):
    await keep(client, "sign-on", **SIGN_ON)
    await keep(client, "sign-on", "2", **SIGN_ON | {"client_secret": "", "client_id": "another"})
    assert await councils.get_client_secret(WILTSHIRE) == "s3cr3t-of-wilts"
    await keep(client, "sign-on", "3", **SIGN_ON | {"issuer": "", "client_secret": ""})
    kept = (await settings()).single_sign_on
    assert (kept.is_on, kept.has_secret) == (False, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "http://login.wiltshire.gov.uk"),
        ("issuer", "https://user:pass@login.wiltshire.gov.uk"),
        ("issuer", "https://"),
        ("issuer", "file:///etc/passwd"),
        ("issuer", "https://[::1"),
        ("client_id", ""),
        ("client_secret", ""),
        ("domains", ""),
        ("domains", "gmail.com"),
        ("default_role", "administrator"),
    ],
)
async def test_a_sign_in_service_that_is_not_safe_is_refused_at_the_field(client, field, value):
    answer = await keep(client, "sign-on", **SIGN_ON | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "s3cr3t" not in answer.text


async def test_a_sign_in_service_on_this_machine_may_do_without_https(client):
    answer = await keep(client, "sign-on", **SIGN_ON | {"issuer": "http://127.0.0.1:9999"})
    assert answer.status_code == 303


async def test_who_helps_with_direct_payments_is_kept_with_source_and_date(client):
    page = (await client.get(f"{PATH}/support")).text
    version = re.search(r'name="version" value="([^"]+)"', page)[1]
    answer = await keep(client, "support", version, **SUPPORT)
    assert answer.status_code == 303
    assert (await places.find_support(WILTSHIRE)).name == "Wiltshire CIL"
    again = await keep(client, "support", version, **SUPPORT | {"name": "Somebody else"})
    assert again.status_code == 409
    assert "Somebody else" in again.text
    assert (await places.find_support(WILTSHIRE)).name == "Wiltshire CIL"


@pytest.mark.parametrize(
    "data", [{"name": ""}, {"url": "javascript:1"}, {"as_of_year": "2990"}, {"as_of_day": "40"}]
)
async def test_facts_about_support_that_cannot_be_are_refused(client, data):
    version = councils.support_version(await places.find_support(WILTSHIRE))
    assert (await keep(client, "support", version, **SUPPORT | data)).status_code == 422


async def test_a_day_that_is_not_in_the_calendar_is_said_to_be_none(client):
    version = councils.support_version(await places.find_support(WILTSHIRE))
    answer = await keep(client, "support", version, **SUPPORT | {"as_of_day": "31", "as_of_month": "2"})
    assert "Enter a real date, like 27 3 2026" in answer.text
    assert "Write when it was last checked." not in answer.text


@pytest.mark.parametrize(("name", "most"), [("home_title", 100), ("home_lead", 500), ("footer", 500)])
async def test_a_heading_of_the_councils_own_is_no_page(client, name, most):
    answer = await keep(client, "words", **{name: "x" * (most + 1)})
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    assert (await keep(client, "words", **{name: "x" * most})).status_code == 303


async def test_the_second_of_two_is_told_and_overwrites_only_knowingly(client):
    assert (await keep(client, "looks", site_name="First")).status_code == 303
    second = await keep(client, "looks", site_name="Second")
    assert second.status_code == 409
    assert "<title>Error: " in second.text
    assert 'value="Second"' in second.text
    assert (await settings()).looks.site_name == "First"
    version = re.search(r'name="version" value="([^"]+)"', second.text)[1]
    assert (await keep(client, "looks", version, site_name="Second")).status_code == 303
    assert (await settings()).looks.site_name == "Second"


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "9" * 40, "1e3"])
async def test_a_version_that_is_none_is_an_old_page(client, version):
    assert (await keep(client, "looks", version, site_name="A")).status_code == 409


async def test_fields_that_a_section_does_not_have_change_nothing(client):
    data = {"warn_days": "1", "code": "E06000066", "single_sign_on": "x", "is_national": "y"}
    await keep(client, "looks", site_name="A", **data)
    kept = await settings()
    assert (kept.warn_days, kept.code) == (14, WILTSHIRE)


@pytest.mark.parametrize("section", ["", "x", "looks.html", "..%2f..%2fbase", "support/x"])
async def test_a_section_that_is_not_there_is_not_found(client, section):
    answer = await client.post(f"{PATH}/{section}", data={"version": "1"})
    assert answer.status_code in {404, 405}


async def test_what_was_changed_is_recorded_field_by_field_and_no_more(client):
    await keep(client, "looks", site_name="Choose Well")
    entry = (await audit.list_history("council", councils.council_id(WILTSHIRE)))[-1]
    assert entry.action == "update"
    assert set(entry.after) == {"looks"}
    assert entry.council == WILTSHIRE


async def test_another_councils_settings_are_not_there(client):
    for code in ("E06000066", "national", "x", "E06000054%00"):
        assert (await client.get(f"/administration/council/{code}")).status_code == 404


async def test_the_overview_needs_few_statements(client):
    seen = []
    async with connection() as raw:
        raw.add_query_logger(lambda record: seen.append(record.query))
        try:
            await client.get(PATH)
        finally:
            raw._query_loggers.clear()
    assert len(seen) <= 3, seen


@given(st.text(max_size=50))
def test_a_colour_is_tidied_once_and_for_all(text):
    once = rules.tidy_colour(text)
    assert rules.tidy_colour(once) == once


@given(st.integers(1, 200))
def test_whole_and_half_sizes_are_read_as_they_are_written(halves):
    assert rules.read_size(f"{halves / 2:g}") == halves / 2


@given(st.text(max_size=80))
def test_a_code_of_a_tier_is_short_and_plain(name):
    assert re.fullmatch(r"[a-z0-9_]{0,30}", rules.tier_code(name))


@pytest.mark.parametrize(
    "page", ["", *[f"/{each.code}" for each in rules.sections_of(WILTSHIRE)], "/support"]
)
async def test_pages_are_small(client, page):
    answer = await client.get(f"{PATH}{page}", headers={"accept-encoding": "br"})
    assert int(answer.headers["content-length"]) <= 6_000
