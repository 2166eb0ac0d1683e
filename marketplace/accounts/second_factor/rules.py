"""Codes of the app and recovery codes: what is typed, what is right, and which is used up."""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
import segno

STEP_SECONDS = 30
MOST_STEPS_OFF = 1
"""A clock may be so many steps of 30 seconds off."""
CODE_DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_DIGITS = 12
SHOW_CODES_FOR = timedelta(minutes=30)
PENDING_FOR = timedelta(hours=1)
"""What was begun and not finished is begun anew after this."""

_SPACES = re.compile(r"[\s\-\u2013.]+")


def digits_of(typed: str) -> str:
    """What was typed without the spaces and dashes that help to read it; "" when it is no code."""
    text = _SPACES.sub("", typed)
    return text if re.fullmatch(r"[0-9]{6,12}", text) else ""


def is_recovery_code(digits: str) -> bool:
    """Whether it is as long as a recovery code."""
    return len(digits) == RECOVERY_DIGITS


def spaced(code: str) -> str:
    """A code in groups, to be read: "4827 1938 5521"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def step_at(moment: datetime) -> int:
    """Number of the step of 30 seconds that this moment is in."""
    return int(moment.timestamp()) // STEP_SECONDS


def find_step(key: str, digits: str, at: datetime) -> int | None:
    """The step whose code this is, near this moment; None when it is no right code."""
    totp = pyotp.TOTP(key, digits=CODE_DIGITS, interval=STEP_SECONDS)
    found = None
    for step in _steps_near(at):
        # All are compared, whichever is right, so that the time it takes tells nothing.
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def code_at(key: str, moment: datetime) -> str:
    """The code that the app shows at this moment."""
    return pyotp.TOTP(key, digits=CODE_DIGITS, interval=STEP_SECONDS).generate_otp(step_at(moment))


def key_uri(key: str, address: str, site: str) -> str:
    """What the app reads from the picture: `otpauth://totp/…`, with the names that it shows."""
    return pyotp.TOTP(key, digits=CODE_DIGITS, interval=STEP_SECONDS).provisioning_uri(
        name=address, issuer_name=site
    )


def picture_of(uri: str) -> str:
    """The QR code of it as the address of a picture (`data:`), so that it is never a file of its own."""
    return segno.make(uri, micro=False, error="m").svg_data_uri(scale=4, border=3, dark="#000", light="#fff")


def _steps_near(at: datetime) -> Iterable[int]:
    present = step_at(at)
    return range(present - MOST_STEPS_OFF, present + MOST_STEPS_OFF + 1)
