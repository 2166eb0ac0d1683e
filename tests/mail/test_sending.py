"""Letters reach a mail server once, or are told as dead."""

import asyncio
import ssl
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from marketplace.jobs.queue.service import run_jobs
from marketplace.kernel import clock
from marketplace.kernel.database import DB, transaction
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings, load_settings
from marketplace.mail import service as mail
from marketplace.mail.sending.service import DELAYS, Keeper, Smtp, letter_jobs, send_letter
from tests.mail.conftest import SITE, Post, free_port


async def row(letter_id):
    (found,) = await DB.run_ddl(f"SELECT letter.* FROM letter WHERE id = '{letter_id}'")
    return found


async def send(letter_id, transport, *, is_last_try=False):
    await send_letter(letter_id, transport, SITE, is_last_try=is_last_try)


async def test_a_letter_arrives_in_text_and_html_that_say_the_same(committed_db, post, queue):
    letter_id = await queue()
    await send(letter_id, Smtp(post.url))
    ((envelope, message),) = post.messages
    assert (envelope.mail_from, envelope.rcpt_tos) == (SITE.sender, ["ola@example.org"])
    assert message["From"] == "Hereabouts <support@support.example.gov.uk>"
    assert message["To"] == "ola@example.org"
    assert message["Subject"] == "Choose a new password"
    assert message["Message-ID"] == f"<{letter_id}@support.example.gov.uk>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for part in ("Hello,", "https://support.example.gov.uk/reset-password/abc", "Listing"):
        assert part in text
        assert part in html
    assert "Bücher & <b>bold</b>." in text
    assert "Bücher &amp; &lt;b&gt;bold&lt;/b&gt;." in html
    assert "<img" not in html
    assert 'src="' not in html


async def test_what_was_sent_is_noted_and_its_words_are_gone(committed_db, post, queue):
    letter_id = await queue()
    await send(letter_id, Smtp(post.url))
    sent = await row(letter_id)
    assert (sent["status"], sent["tries"], sent["parts"]) == ("sent", 1, None)
    await send(letter_id, Smtp(post.url))
    assert len(post.messages) == 1


async def test_a_reminder_can_be_stopped_with_one_click(committed_db, post, queue):
    letter_id = await queue(kind="confirm_reminder", unsubscribe_url="/still-correct/stop/abc")
    await send(letter_id, Smtp(post.url))
    message = post.messages[0][1]
    assert message["List-Unsubscribe"] == "<https://support.example.gov.uk/still-correct/stop/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/still-correct/stop/abc" in message.get_body(("plain",)).get_content()


async def test_the_name_of_the_site_forges_no_header(committed_db, post, queue):
    letter_id = await queue()
    site = type(SITE)(
        name='Bücher\r\nBcc: all@example.org\x00 "Here"', address=SITE.address, sender=SITE.sender
    )
    await send_letter(letter_id, Smtp(post.url), site, is_last_try=False)
    envelope, message = post.messages[0]
    assert envelope.rcpt_tos == ["ola@example.org"]
    assert message["Bcc"] is None
    assert message["From"].addresses[0].display_name == 'Bücher Bcc: all@example.org "Here"'


@pytest.mark.parametrize("at", ["rcpt", "data"])
async def test_a_letter_that_is_refused_for_good_is_dead_at_once(committed_db, post, queue, at):
    letter_id = await queue()
    answers = post.at_rcpt if at == "rcpt" else post.answers
    answers.append("550 5.1.1 <ola@example.org>: no such user")
    await send(letter_id, Smtp(post.url))
    dead = await row(letter_id)
    assert (dead["status"], dead["problem"]) == ("dead", "550 5.1.1")
    assert (await mail.count_letters()).dead == 1
    assert await mail.list_dead([letter_id]) == {letter_id}


async def test_a_letter_that_is_refused_for_now_waits_and_arrives(committed_db, post, queue):
    letter_id = await queue()
    post.at_rcpt.append("451 4.7.1 ola@example.org: greylisted")
    with pytest.raises(Exception, match="451"):
        await send(letter_id, Smtp(post.url))
    waiting = await row(letter_id)
    assert (waiting["status"], waiting["tries"]) == ("waiting", 1)
    assert "451 4.7.1" in waiting["problem"] or waiting["problem"] == "SMTPRecipientsRefused"
    assert "ola" not in waiting["problem"]
    await send(letter_id, Smtp(post.url))
    assert (await row(letter_id))["status"] == "sent"


async def test_after_the_last_try_a_letter_is_dead_and_can_be_tried_again(committed_db, queue, post):
    letter_id = await queue()
    nobody = Smtp("smtp+plain://127.0.0.1:9")
    await send(letter_id, nobody, is_last_try=True)
    dead = await row(letter_id)
    assert (dead["status"], dead["problem"]) == ("dead", "SMTPConnectError")
    assert await mail.retry_dead_letters() == 1
    await send(letter_id, Smtp(post.url))
    assert (await row(letter_id))["status"] == "sent"


def test_a_letter_is_tried_for_two_days_first_after_a_minute():
    assert DELAYS[0] == timedelta(minutes=1)
    assert DELAYS[-1] == timedelta(days=1)
    assert list(DELAYS) == sorted(DELAYS)


async def test_a_letter_that_waited_for_a_server_too_long_is_not_sent(committed_db, post, queue):
    with clock.stopped_at(datetime.now(UTC) - timedelta(days=5)):
        letter_id = await queue()
    await send(letter_id, Smtp(post.url))
    assert post.messages == []
    assert (await row(letter_id))["status"] == "dead"


async def test_two_workers_send_a_letter_once(committed_db, post, queue):
    letter_id = await queue()

    class Slow(Smtp):
        async def send(self, *args):
            await asyncio.sleep(0.2)
            await super().send(*args)

    await asyncio.gather(*(send(letter_id, Slow(post.url)) for _ in range(3)))
    assert len(post.messages) == 1


async def test_a_letter_goes_with_its_account_while_it_waits(committed_db, post, queue):
    letter_id = await queue()
    await DB.run_ddl("DELETE FROM letter")
    await send(letter_id, Smtp(post.url))
    assert post.messages == []


async def test_the_whole_way_from_the_commit_to_the_server(committed_db, post, queue):
    stopping = asyncio.Event()
    settings = Settings(data_dir=None, smtp_url=post.url, mail_from=SITE.sender, public_url=SITE.address)
    task = asyncio.create_task(run_jobs(letter_jobs(settings), stopping))
    async with transaction():
        letter_id = await queue()
        await asyncio.sleep(0.2)
        assert post.messages == []
    async with asyncio.timeout(5):
        while (await row(letter_id))["status"] != "sent":  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.02)
    stopping.set()
    await task
    assert len(post.messages) == 1


KILLED = textwrap.dedent("""
    import asyncio, os, sys
    from uuid import UUID
    from marketplace.kernel.database import DB, open_pool
    from marketplace.mail.sending import service as sending
    from tests.mail.conftest import SITE

    class Dies(sending.Smtp):
        async def send(self, *args):
            await super().send(*args)
            os.kill(os.getpid(), 9)

    async def main():
        DB.point_at(sys.argv[1])
        async with open_pool(max_size=2):
            await sending.send_letter(UUID(sys.argv[2]), Dies(sys.argv[3]), SITE, is_last_try=False)

    asyncio.run(main())
""")


async def test_a_sender_killed_between_sending_and_noting_sends_the_same_message_again(
    committed_db, post, queue
):
    letter_id = await queue()
    url = DB.config["dsn"]
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED, url, str(letter_id), post.url], check=False, timeout=30
    )
    assert done.returncode == -9
    assert len(post.messages) == 1
    assert (await row(letter_id))["status"] == "waiting"
    await asyncio.sleep(1.1)
    await send(letter_id, Smtp(post.url))
    (_, first), (_, second) = post.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()
    await send(letter_id, Smtp(post.url))
    assert len(post.messages) == 2


async def test_a_sender_killed_before_sending_loses_nothing(committed_db, post, queue):
    letter_id = await queue()
    script = KILLED.replace("await super().send(*args)", "pass")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", script, DB.config["dsn"], str(letter_id), post.url],
        check=False,
        timeout=30,
    )
    assert done.returncode == -9
    await send(letter_id, Smtp(post.url))
    assert len(post.messages) == 1


async def test_without_starttls_nothing_is_sent(committed_db, post, queue):
    letter_id = await queue()
    with pytest.raises(Exception, match="STARTTLS"):
        await send(letter_id, Smtp(post.url.replace("smtp+plain", "smtp")))
    assert post.messages == []


@pytest.fixture
def certificate(tmp_path):
    """A certificate of 127.0.0.1 that nobody vouches for: its file, and that of its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return tmp_path / "cert.pem", tmp_path / "key.pem"


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
async def test_over_tls_only_to_a_server_whose_certificate_is_good(committed_db, queue, certificate, scheme):
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(*certificate)
    handler = Post()
    how = {"ssl_context": served} if scheme == "smtps" else {"tls_context": served, "require_starttls": True}
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, **how)
    controller.start()
    url = f"{scheme}://127.0.0.1:{port}"
    try:
        letter_id = await queue()
        with pytest.raises(Exception, match="certificate"):
            await send(letter_id, Smtp(url))
        assert handler.messages == []
        await send(letter_id, Smtp(url, tls=ssl.create_default_context(cafile=certificate[0])))
        assert len(handler.messages) == 1
    finally:
        controller.stop()


async def test_in_the_demonstration_letters_are_kept_and_not_sent(committed_db, queue):
    letter_id = await queue()
    await send(letter_id, Keeper())
    kept = await row(letter_id)
    assert kept["status"] == "kept"
    assert kept["parts"]


def test_without_a_mail_server_letters_wait():
    assert letter_jobs(Settings(data_dir=None)) == []
    assert letter_jobs(Settings(data_dir=None, demonstration=True))
    with pytest.raises(OperatorError, match="MARKETPLACE_MAIL_FROM"):
        letter_jobs(Settings(data_dir=None, smtp_url="smtp://mail.example.org"))


@pytest.mark.parametrize(
    ("url", "port", "user", "password"),
    [
        ("smtp://mail.example.org", 587, None, None),
        ("smtps://u:p%40ss@mail.example.org", 465, "u", "p@ss"),
        ("smtp+plain://127.0.0.1", 25, None, None),
        ("smtp+plain://u:p@localhost:2525", 2525, "u", "p"),
    ],
)
def test_the_address_of_a_mail_server_is_read(url, port, user, password):
    settings = load_settings({"MARKETPLACE_SMTP_URL": url, "MARKETPLACE_MAIL_FROM": "a@example.org"})
    smtp = Smtp(settings.smtp_url)
    assert (smtp.port, smtp.user, smtp.password) == (port, user, password)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARKETPLACE_SMTP_URL", "mail.example.org"),
        ("MARKETPLACE_SMTP_URL", "http://mail.example.org"),
        ("MARKETPLACE_SMTP_URL", "smtp://"),
        ("MARKETPLACE_SMTP_URL", "smtp://mail.example.org:99999"),
        ("MARKETPLACE_SMTP_URL", "smtp+plain://user:secret@mail.example.org"),
        ("MARKETPLACE_MAIL_FROM", "Support <support@example.org>"),
        ("MARKETPLACE_MAIL_FROM", "support@example.org\nBcc: x@example.org"),
    ],
)
def test_settings_of_mail_that_cannot_be_used_are_told_without_the_password(name, value):
    with pytest.raises(OperatorError, match=name) as refusal:
        load_settings({name: value})
    assert "secret" not in str(refusal.value)


async def test_words_and_addresses_are_removed_when_they_are_not_needed(db, queue, post):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.stopped_at(start):
        sent = await queue()
        await DB.run_ddl(f"UPDATE letter SET status = 'sent', ended_at = queued_at WHERE id = '{sent}'")
    with clock.stopped_at(start + timedelta(days=1)):
        waits = await queue()
    with clock.stopped_at(start + timedelta(days=30)):
        assert await mail.drop_old_words() == 0
    with clock.stopped_at(start + timedelta(days=30, seconds=1)):
        assert await mail.drop_old_words() == 1
        assert await mail.drop_old_words() == 0
    assert ((await row(sent))["recipient"], (await row(sent))["parts"]) == (None, None)
    assert (await row(waits))["recipient"] == "ola@example.org"
    with clock.stopped_at(start + timedelta(days=31)):
        assert await mail.drop_old_words() == 0
    with clock.stopped_at(start + timedelta(days=31, seconds=1)):
        assert await mail.drop_old_words() == 1
    assert await DB.run_ddl("SELECT id FROM letter") == [(sent,)]
    with clock.stopped_at(start + timedelta(days=366)):
        assert await mail.drop_old_words() == 1
    assert await DB.run_ddl("SELECT count(*) FROM letter") == [(0,)]
