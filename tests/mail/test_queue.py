"""Letters are kept in the transaction of what they tell of."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.database import DB, transaction
from marketplace.mail import service as mail
from marketplace.mail.schemas import Action, Facts, Letter


def letter(**changes):
    values = {
        "kind": "reset_password",
        "subject": "Choose a new password",
        "parts": ("Words.", Action("Choose", "/reset-password/abc"), Facts((("Name", "Ola"),))),
    }
    return Letter(**(values | changes))


async def count_letters():
    return (await DB.run_ddl("SELECT count(*) FROM letter"))[0][0]


async def test_a_letter_goes_with_the_transaction_that_queued_it(committed_db):
    async def fail():
        async with transaction():
            await mail.queue_letter("ola@example.org", letter())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await count_letters() == 0
    await mail.queue_letter("ola@example.org", letter())
    assert await count_letters() == 1


async def test_where_only_some_are_written_to_no_other_letter_is_kept(db):
    with mail.only_to(lambda address: address.startswith("ola@")):
        await mail.queue_letter("bo@example.org", letter())
        await mail.queue_letters((to, letter(), None) for to in ("ola@example.org", "bo@example.org"))
    assert await count_letters() == 1
    await mail.queue_letter("bo@example.org", letter())
    assert await count_letters() == 2


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ola@example.org", "ola@example.org"),
        ("  Ola.Nordmann+care@Example.ORG ", "Ola.Nordmann+care@example.org"),
        ("o'neill@bücher.example", "o'neill@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_read(text, address):
    assert mail.read_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "ola", "ola@", "@example.org", "ola@example", "ola@example..org", "ola@-example.org",
        "ola@127.0.0.1", "ola@[127.0.0.1]", "ola example@example.org", "ola@exa mple.org", "a@b@example.org",
        ".ola@example.org", "ola.@example.org", "o..la@example.org", "ola@example.org\nBcc: all@example.org",
        "ola\r\nBcc: x@example.org",
        "Ola <ola@example.org>", "ola@example.org,x@example.org", "\x00@example.org",
        "x" * 65 + "@example.org", "ola@" + "x" * 64 + ".org",
        "ola@" + "abcdefg." * 40 + "org", "örjan@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="no email address"):
        mail.read_address(text)


@given(st.text(max_size=300))
def test_an_address_that_is_read_is_one_line_of_ascii_and_reads_as_itself(text):
    try:
        address = mail.read_address(text)
    except ValueError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert address.count("@") == 1
    assert mail.read_address(address) == address


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "unknown"},
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"subject": "For ola@example.org"},
        {"subject": " "},
        {"kind": "confirm_reminder"},
        {"unsubscribe_url": "/stop/abc"},
        {"parts": (Action("Win", "https://elsewhere.example"),)},
        {"parts": (Action("Win", "//elsewhere.example"),)},
        {"parts": (Action("Win", "/\\elsewhere.example"),)},
        {"parts": (Action("Win", "javascript:alert(1)"),)},
        {"parts": (Action("Win", "/a b"),)},
        {"parts": (Action("Win", "/a>\r\nBcc: x@example.org"),)},
    ],
)
async def test_a_letter_that_is_not_as_agreed_is_refused(db, changes):
    with pytest.raises(ValueError, match=r"letter|Reminders|subject"):
        await mail.queue_letter("ola@example.org", letter(**changes))


async def test_a_reminder_that_can_be_stopped_is_taken(db):
    await mail.queue_letter("ola@example.org", letter(kind="confirm_reminder", unsubscribe_url="/stop/abc"))


async def test_a_letter_is_sent_by_a_job_of_the_same_transaction(db):
    letter_id = await mail.queue_letter("ola@example.org", letter())
    jobs = await DB.run_ddl("SELECT entrypoint, payload FROM pgqueuer")
    assert [(job["entrypoint"], job["payload"]) for job in jobs] == [
        ("send_letter", f'{{"letter":"{letter_id}"}}'.encode())
    ]


async def test_thousands_of_letters_are_queued_at_once(db):
    many = [(f"p{number}@example.org", letter(), uuid4()) for number in range(5_000)]
    assert len(set(await mail.queue_letters(many))) == 5_000
    assert await count_letters() == 5_000


async def test_letters_of_an_account_are_told_and_erased(db):
    account = uuid4()
    await mail.queue_letter("ola@example.org", letter(), account_id=account)
    await mail.queue_letter("kari@example.org", letter())
    holder = mail.LetterHolder()
    told = await holder.export(account)
    assert [(each["recipient"], each["parts"][0]["text"]) for each in told] == [("ola@example.org", "Words.")]
    assert told[0]["parts"][1]["label"] == "Choose"
    assert "/reset-password/" not in repr(told), "what opens something is for the mailbox alone"
    await holder.erase(account)
    assert await holder.export(account) == []
    assert await count_letters() == 1
