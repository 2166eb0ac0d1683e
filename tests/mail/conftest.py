"""A real mail server that keeps what it is sent, and letters to send."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from marketplace.mail import service as mail
from marketplace.mail.composing.rules import Site
from marketplace.mail.schemas import Action, Facts, Letter

SITE = Site(
    name="Hereabouts", address="https://support.example.gov.uk", sender="support@support.example.gov.uk"
)


class Post:
    """Keeps messages; `answers` are said to the next ones instead of yes."""

    def __init__(self):
        self.messages = []
        self.answers = []
        self.at_rcpt = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.messages.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return self.answers.pop(0) if self.answers else "250 OK"


def free_port():
    """A port on which nothing listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def post():
    """The server: `post.port`, `post.messages`."""
    handler = Post()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    handler.url = f"smtp+plain://127.0.0.1:{handler.port}"
    yield handler
    controller.stop()


@pytest.fixture
def queue():
    """Queues a letter and returns its id."""

    async def make(to="ola@example.org", **changes):
        values = {
            "kind": "reset_password",
            "subject": "Choose a new password",
            "parts": (
                "You asked for it. Bücher & <b>bold</b>.",
                Action("Choose a new password", "/reset-password/abc"),
                Facts((("Listing", "Ola's walks"),)),
            ),
        }
        return await mail.queue_letter(to, Letter(**(values | changes)))

    return make
