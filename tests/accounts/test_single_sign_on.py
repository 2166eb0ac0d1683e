"""Single sign-on through a real OpenID provider: honest, forged, replayed, expired, for somebody else."""

import time
from contextlib import suppress
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OctKey, RSAKey

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.accounts.single_sign_on import provider, rules
from marketplace.accounts.single_sign_on.schemas import Journey
from marketplace.accounts.staff import service as staff
from marketplace.app import create_app
from marketplace.councils import service as councils
from marketplace.councils.schemas import SingleSignOn
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from tests.accounts.oidc import run_service
from tests.factories.accounts import make_account

# The provider uses what Authlib is about to drop; the product does not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]

SECRET = "the long secret that the council's service gave us"
COUNCIL, OTHER = "E06000054", "E06000023"
DOMAIN = "wiltshire.gov.uk"
ADDRESS = f"amina@{DOMAIN}"


@pytest.fixture(scope="module")
def running():
    with run_service() as service:
        yield service


@pytest.fixture(scope="module")
def other_running():
    with run_service() as service:
        yield service


@pytest.fixture
def service(running):
    running.honest()
    provider.forget()
    running.add_person("amina", email=ADDRESS, email_verified=True, name="Amina Yusuf")
    return running


async def connect(code, issuer, **changes):
    """Let a council's staff sign in by a service."""
    await councils.add_council(code, actor="test")
    options = {"issuer": issuer, "client_id": "hereabouts", "domains": (DOMAIN,), **changes}
    version = (await councils.get_council_settings(code)).version
    await councils.update_council_settings(
        code, {"single_sign_on": SingleSignOn(**options)}, version, actor="test", client_secret=SECRET
    )


@pytest_asyncio.fixture(loop_scope="session")
async def council(db, service):
    await connect(COUNCIL, service.issuer)
    return COUNCIL


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("site"), public_url="http://test"))


@pytest_asyncio.fixture(loop_scope="session")
async def client(db, site):
    transport = httpx.ASGITransport(app=site, raise_app_exceptions=False)
    headers = {"accept": "text/html"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


async def go(client, code=COUNCIL, query=""):
    """Set out; return the address at the council's service."""
    answer = await client.get(f"/sign-in/council/{code}/go{query}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def come_back(client, url):
    parts = urlsplit(url)
    return await client.get(f"{parts.path}?{parts.query}")


async def travel(client, service, subject="amina", query=""):
    """There and back."""
    return await come_back(client, service.sign_in(await go(client, query=query), subject))


async def viewer_of(client):
    token = client.cookies.get("session")
    return await accounts.find_viewer(token) if token else None


async def is_nobody(client, answer, status=400):
    """Nobody was signed in, and the page says what to do."""
    assert answer.status_code == status, answer.text
    assert "You are not signed in" in answer.text
    return await viewer_of(client) is None


async def test_the_way_there_asks_for_no_more_than_is_needed(council, client, service):
    url = await go(client)
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{service.issuer}/oauth2/authorize?")
    assert asked["scope"] == ["openid email profile"]
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://test/sign-in/council/{COUNCIL}/return"]
    assert len(asked["state"][0]) == len(asked["nonce"][0]) == 43


async def test_who_is_not_expected_does_not_get_in(council, client, service):
    assert await is_nobody(client, await travel(client, service))
    assert await accounts.find_account_by_address(ADDRESS) is None


async def test_who_was_invited_gets_in_with_the_roles_of_the_invitation(council, client, service):
    await staff.send_invite(COUNCIL, ADDRESS.upper(), [Role.STEWARD], invited_by=None, actor="test")
    answer = await travel(client, service)
    assert answer.status_code == 303
    viewer = await viewer_of(client)
    assert viewer.name == "Amina Yusuf"
    assert viewer.was_granted("steward")
    assert not viewer.has("steward"), "the service did not ask for a second factor, so we do"
    assert answer.headers["location"] == "/account/second-factor"
    account = await accounts.find_account(viewer.account_id)
    assert not account.has_password
    assert account.grants == (Grant(Role.STEWARD, COUNCIL),)


async def test_an_invitation_is_taken_up_once(council, client, service):
    await staff.send_invite(COUNCIL, ADDRESS, [Role.STEWARD], invited_by=None, actor="test")
    await travel(client, service)
    service.add_person("other", email=ADDRESS, email_verified=True)
    client.cookies.clear()
    assert await is_nobody(client, await travel(client, service, "other")), "the account is linked already"


async def test_an_invitation_of_another_council_is_no_way_in(council, client, service):
    await councils.add_council(OTHER, actor="test")
    await staff.send_invite(OTHER, ADDRESS, [Role.STEWARD], invited_by=None, actor="test")
    assert await is_nobody(client, await travel(client, service))


async def test_the_councils_rule_gives_a_role_to_its_own_domain(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    assert (await travel(client, service)).status_code == 303
    assert (await viewer_of(client)).was_granted("practitioner")


async def test_who_works_for_the_council_is_linked_by_address_once_and_by_subject_then(
    council, client, service
):
    account = await make_account("steward", COUNCIL, address=ADDRESS)
    assert (await travel(client, service)).status_code == 303
    assert (await viewer_of(client)).account_id == account.id
    service.add_person("amina", email=f"amina.newname@{DOMAIN}", email_verified=True)
    client.cookies.clear()
    assert (await travel(client, service)).status_code == 303
    assert (await viewer_of(client)).account_id == account.id


async def test_an_account_of_somebody_else_is_not_taken_over_by_its_address(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    await make_account("person", address=ADDRESS)
    assert await is_nobody(client, await travel(client, service))


async def test_staff_of_another_council_too_are_not_signed_in_by_this_one(council, client, service):
    account = await make_account("steward", COUNCIL, address=ADDRESS)
    await accounts.grant_role(account.id, Role.STEWARD, OTHER, actor="test")
    assert await is_nobody(client, await travel(client, service))


async def test_who_begins_to_work_for_another_council_too_signs_in_by_password(db, client, service):
    await connect(COUNCIL, service.issuer, asks_second_factor=True)
    account = await make_account("steward", COUNCIL, address=ADDRESS)
    await travel(client, service)
    assert (await viewer_of(client)).has("steward")
    await accounts.grant_role(account.id, Role.STEWARD, OTHER, actor="test")
    client.cookies.clear()
    assert await is_nobody(client, await travel(client, service))


async def test_who_lost_all_roles_for_the_council_does_not_get_in(council, client, service):
    account = await make_account("steward", COUNCIL, address=ADDRESS)
    await travel(client, service)
    await accounts.end_role(account.id, Role.STEWARD, COUNCIL, actor="test")
    client.cookies.clear()
    assert await is_nobody(client, await travel(client, service))


@pytest.mark.parametrize(("amr", "counts"), [(["pwd", "mfa"], True), (["pwd"], False), ("mfa", False)])
async def test_a_second_factor_there_counts_here(council, client, service, amr, counts):
    await make_account("steward", COUNCIL, address=ADDRESS)
    service.claims = lambda claims: {**claims, "amr": amr}
    answer = await travel(client, service)
    if amr == "mfa":
        assert await is_nobody(client, answer)
    else:
        assert (await viewer_of(client)).has("steward") is counts


async def test_who_has_a_code_app_of_their_own_is_asked_for_it(db, client, service):
    await connect(COUNCIL, service.issuer, asks_second_factor=True)
    account = await make_account("steward", COUNCIL, address=ADDRESS)
    await accounts.set_second_factor(account.id, is_set=True)
    answer = await travel(client, service)
    assert answer.headers["location"] == "/sign-in/code"
    assert (await viewer_of(client)).is_halfway


async def test_it_leads_on_to_where_one_wanted_to_go_on_this_site_only(db, client, service):
    await connect(COUNCIL, service.issuer, asks_second_factor=True)
    await make_account("steward", COUNCIL, address=ADDRESS)
    wanted = await travel(client, service, query="?next=/stewards%3Fpage%3D2")
    assert wanted.headers["location"] == "/stewards?page=2"
    client.cookies.clear()
    astray = await travel(client, service, query="?next=//evil.example")
    assert urlsplit(astray.headers["location"]).netloc == ""
    assert "evil" not in astray.headers["location"]


@pytest.mark.parametrize(
    "address",
    [
        "amina@example.org", f"amina@evil.{DOMAIN}", f"amina@{DOMAIN}.evil.example", f"amina@evil-{DOMAIN}",
        f"x@{DOMAIN}@example.org", f"a b@{DOMAIN}", f"amina@{DOMAIN}\nbcc:x@a.org", "amina", "", None, 7,
    ],
)  # fmt: skip
async def test_only_addresses_of_the_councils_domains_get_in(db, client, service, address):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.claims = lambda claims: {**claims, "email": address, "email_verified": True}
    assert await is_nobody(client, await travel(client, service))


@pytest.mark.parametrize(
    ("verified", "gets_in"),
    [(True, True), ("true", True), ("absent", True), (False, False), ("false", False), (1, True), (0, False)],
)
async def test_an_address_that_the_service_has_not_verified_is_not_believed(
    db, client, service, verified, gets_in
):
    await connect(COUNCIL, service.issuer, default_role="practitioner")

    def claims(said):
        said = {**said, "email_verified": verified}
        return {name: value for name, value in said.items() if value != "absent"}

    service.claims = claims
    assert ((await travel(client, service)).status_code == 303) is gets_in


FORGERIES = {
    "another audience": lambda claims: {**claims, "aud": "another client"},
    "no audience": lambda claims: {k: v for k, v in claims.items() if k != "aud"},
    "two audiences and the other is the party": lambda claims: {
        **claims, "aud": ["hereabouts", "another"], "azp": "another",
    },
    "two audiences and no party": lambda claims: {**claims, "aud": ["another", "hereabouts"]},
    "another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "no issuer": lambda claims: {k: v for k, v in claims.items() if k != "iss"},
    "expired": lambda claims: {**claims, "exp": int(time.time()) - 120},
    "never expires": lambda claims: {k: v for k, v in claims.items() if k != "exp"},
    "of tomorrow": lambda claims: {**claims, "iat": int(time.time()) + 86_400},
    "not yet": lambda claims: {**claims, "nbf": int(time.time()) + 86_400},
    "another nonce": lambda claims: {**claims, "nonce": "another"},
    "no nonce": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "nobody": lambda claims: {**claims, "sub": ""},
    "no subject": lambda claims: {k: v for k, v in claims.items() if k != "sub"},
    "a subject that is no text": lambda claims: {**claims, "sub": 7},
    "another access token's hash": lambda claims: {**claims, "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_token_that_is_not_right_in_every_part_is_not_believed(db, client, service, forgery):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.claims = FORGERIES[forgery]
    assert await is_nobody(client, await travel(client, service))


async def test_the_same_token_without_the_forgery_is_believed(db, client, service):
    """Without this the test above might say nothing."""
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.claims = lambda claims: {**claims, "aud": ["hereabouts"], "exp": int(time.time()) + 60}
    assert (await travel(client, service)).status_code == 303


async def test_a_token_signed_by_somebody_else_is_not_believed(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.key = RSAKey.generate_key(2048)
    assert await is_nobody(client, await travel(client, service))


async def test_a_token_signed_with_our_own_secret_is_not_believed(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.key, service.algorithm = OctKey.import_key(SECRET), "HS256"
    service.description = lambda said: {**said, "id_token_signing_alg_values_supported": ["HS256", "RS256"]}
    assert await is_nobody(client, await travel(client, service))


async def test_a_token_without_signature_is_not_believed(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.description = lambda said: {**said, "id_token_signing_alg_values_supported": ["none", "RS256"]}

    def unsigned(token):
        payload = token["id_token"].split(".")[1]
        return {**token, "id_token": f"eyJhbGciOiJub25lIn0.{payload}."}

    service.answer = unsigned
    assert await is_nobody(client, await travel(client, service))


@pytest.mark.parametrize("text", [None, "", "x", "a.b.c", 7, {"alg": "none"}])
async def test_what_is_no_token_is_not_believed(db, client, service, text):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.answer = lambda token: {**token, "id_token": text}
    assert await is_nobody(client, await travel(client, service))


async def test_the_same_answer_twice_signs_in_once(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    back = service.sign_in(await go(client), "amina")
    kept = dict(client.cookies)
    assert (await come_back(client, back)).status_code == 303
    client.cookies.clear()
    client.cookies.update(kept)
    asked = len(service.asked)
    assert await is_nobody(client, await come_back(client, back))
    assert "/oauth2/token" not in service.asked[asked:]


async def test_an_answer_in_another_browser_signs_in_nobody(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    back = service.sign_in(await go(client), "amina")
    client.cookies.clear()
    assert await is_nobody(client, await come_back(client, back))
    await go(client)
    assert await is_nobody(client, await come_back(client, back)), "that is the answer to another journey"


async def test_a_code_of_another_journey_signs_in_nobody(db, client, service):
    """Somebody puts a code that was made for him into my client, so that I work in his account."""
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    his = service.sign_in(await go(client), "amina")
    client.cookies.clear()
    mine = service.sign_in(await go(client), "amina")
    code = parse_qs(urlsplit(his).query)["code"][0]
    state = parse_qs(urlsplit(mine).query)["state"][0]
    answer = await come_back(client, f"{urlsplit(mine).path}?{urlencode({'code': code, 'state': state})}")
    assert await is_nobody(client, answer)


async def test_an_answer_that_comes_too_late_signs_in_nobody(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    with clock.stopped_at(clock.now() - rules.JOURNEY_FOR):
        back = service.sign_in(await go(client), "amina")
    assert await is_nobody(client, await come_back(client, back))


@pytest.mark.parametrize("kept", ["", "00", "zz", "00" * 200, "é"])
async def test_a_forged_cookie_is_no_journey(db, client, service, kept):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    back = service.sign_in(await go(client), "amina")
    client.cookies.clear()
    with suppress(UnicodeEncodeError):
        answer = await client.get(
            f"{urlsplit(back).path}?{urlsplit(back).query}", headers={"cookie": f"sign-on={kept}"}
        )
        assert await is_nobody(client, answer)


async def test_a_name_that_stands_in_the_address_twice_is_not_believed(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    back = service.sign_in(await go(client), "amina")
    assert await is_nobody(client, await come_back(client, f"{back}&code=another"))


async def test_a_council_cannot_answer_for_another(db, client, service, other_running):
    """Mix-up: a dishonest service passes on what an honest one answered, to get at its code."""
    other_running.honest()
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    await connect(OTHER, other_running.issuer, default_role="practitioner")
    there = urlsplit(await go(client, OTHER))
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    asked["redirect_uri"] = f"http://test/sign-in/council/{COUNCIL}/return"
    back = service.sign_in(f"{service.issuer}/oauth2/authorize?{urlencode(asked)}", "amina")
    before = len(other_running.asked) + len(service.asked)
    assert await is_nobody(client, await come_back(client, back))
    assert len(other_running.asked) + len(service.asked) == before, "the code was sent to nobody"


async def test_an_answer_that_names_another_service_is_not_believed(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    back = service.sign_in(await go(client), "amina")
    assert await is_nobody(client, await come_back(client, f"{back}&iss=https://evil.example"))


async def test_a_service_that_promises_to_name_itself_must_do_so(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    service.description = lambda said: {**said, "authorization_response_iss_parameter_supported": True}
    back = service.sign_in(await go(client), "amina")
    assert await is_nobody(client, await come_back(client, back))
    client.cookies.clear()
    back = service.sign_in(await go(client), "amina")
    assert (await come_back(client, f"{back}&{urlencode({'iss': service.issuer})}")).status_code == 303


async def test_who_says_no_there_is_not_signed_in(council, client, service):
    back = service.say_no(await go(client))
    state = parse_qs(urlsplit(back).query).get("state")
    assert await is_nobody(client, await come_back(client, back if state else f"{back}&state=x"))


@pytest.mark.parametrize(
    "lie",
    [
        lambda said: {**said, "issuer": "https://evil.example"},
        lambda said: {**said, "token_endpoint": "http://169.254.169.254/latest"},
        lambda said: {**said, "jwks_uri": "file:///etc/passwd"},
        lambda said: {**said, "authorization_endpoint": "javascript:alert(1)"},
        lambda said: {**said, "authorization_endpoint": None},
        lambda said: [said],
        lambda _said: {},
    ],
)
async def test_a_description_that_cannot_be_right_leads_nowhere(council, client, service, lie):
    service.description = lie
    answer = await client.get(f"/sign-in/council/{COUNCIL}/go")
    assert await is_nobody(client, answer, status=502)


async def test_a_service_that_is_away_is_said_in_plain_words(db, client, service):
    await connect(COUNCIL, "http://127.0.0.1:1", default_role="practitioner")
    answer = await client.get(f"/sign-in/council/{COUNCIL}/go")
    assert await is_nobody(client, answer, status=502)
    assert "password" in answer.text


async def test_new_keys_of_the_service_are_asked_for(db, client, service, monkeypatch):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    await travel(client, service)
    old = RSAKey.generate_key(2048)
    provider._keys[f"{service.issuer}/jwks"] = (
        time.monotonic() - provider.ASK_AGAIN_SECONDS,
        type(provider._keys[f"{service.issuer}/jwks"][1])([old]),
    )
    client.cookies.clear()
    assert (await travel(client, service)).status_code == 303


async def test_what_a_service_says_of_itself_is_asked_for_once(db, client, service):
    await connect(COUNCIL, service.issuer, default_role="practitioner")
    for _ in range(3):
        client.cookies.clear()
        assert (await travel(client, service)).status_code == 303
    assert service.asked.count("/.well-known/openid-configuration") == 1
    assert service.asked.count("/jwks") == 1


async def test_a_council_without_service_has_no_way_there(db, client):
    await councils.add_council(OTHER, actor="test")
    for path in (f"/sign-in/council/{OTHER}", f"/sign-in/council/{OTHER}/go", "/sign-in/council/x/return"):
        answer = await client.get(path)
        assert answer.status_code in {400, 404}


async def test_councils_to_choose_from_are_those_with_a_service(council, client):
    await councils.add_council(OTHER, actor="test")
    page = (await client.get("/sign-in/council")).text
    assert f'href="/sign-in/council/{COUNCIL}"' in page
    assert OTHER not in page


async def test_the_cookie_of_the_journey_tells_nothing_and_goes(council, client, service):
    url = await go(client)
    kept = client.cookies["sign-on"]
    state = parse_qs(urlsplit(url).query)["state"][0]
    assert state not in kept
    assert state not in bytes.fromhex(kept).decode("latin-1")
    await come_back(client, service.sign_in(url, "amina"))
    assert "sign-on" not in client.cookies


def test_a_journey_belongs_to_its_council_its_state_and_its_time():
    now = clock.now()
    journey = Journey(
        council_code=COUNCIL, issuer="i", state="s", nonce="n", verifier="v", next="", expires_at=now
    )
    answer = type("Answer", (), {"state": "s"})
    before = now - rules.JOURNEY_FOR
    assert rules.belongs(journey, answer, COUNCIL, before)
    assert not rules.belongs(journey, answer, OTHER, before)
    assert not rules.belongs(journey, answer, COUNCIL, now)
