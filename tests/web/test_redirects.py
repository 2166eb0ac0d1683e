"""Who signs in is led to a path of this site and never to another site."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.web.redirects import next_path, own_path, sign_in_path

SITE = "https://support.example"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "/account//evil.example",
    "/account\r\nset-cookie: a=b",
    "/\x00/evil.example",
    "/\uff41ccount",
    "/account#//evil.example",
    "",
    None,
    "/" + "a" * 1_000,
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_address_of_another_site_is_no_path_of_ours(text):
    assert own_path(text) is None
    assert next_path(text, "/account") == "/account"


@pytest.mark.parametrize(
    "text", ["/", "/account", "/listings/1?a=b&c=d", "/%2f%2fevil.example", "/a/%5cevil"]
)
def test_path_of_ours_is_taken_as_it_is(text):
    assert own_path(text) == text


@pytest.mark.parametrize(
    "text", ["/sign-in", "/sign-in?next=/x", "/sign-out", "/reset-password/abc", "/sign-up"]
)
def test_nobody_is_led_back_to_signing_in(text):
    assert next_path(text, "/account") == "/account"


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=30) | st.from_regex(r"[/\\:@.\t %0-9a-f]{1,12}"))
def test_no_text_leads_away(text):
    """As a browser reads it: tabs and line ends are left out, a backslash is a slash."""
    path = own_path(text)
    if path is not None:
        as_read = re.sub(r"[\t\r\n]", "", path).replace("\\", "/")
        assert urlsplit(urljoin(f"{SITE}/sign-in", as_read)).netloc == "support.example"


def test_address_of_the_sign_in_page_keeps_what_was_wanted():
    assert sign_in_path("/a?b=c&d=e") == "/sign-in?next=/a%3Fb%3Dc%26d%3De"
    assert sign_in_path("//evil.example") == "/sign-in"
    assert sign_in_path(None) == "/sign-in"
