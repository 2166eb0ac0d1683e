"""What is known of the second factor of an account."""

from datetime import datetime

from msgspec import Struct


class SecondFactor(Struct, frozen=True, kw_only=True):
    """How far an account is with its second factor."""

    set_at: datetime | None = None
    """Since when it is asked for; None when it is not."""
    codes_left: int = 0
    """Recovery codes that were not used yet."""
    pending_key: str | None = None
    """While it is being set up: what is typed or scanned into the app."""
    shown_codes: tuple[str, ...] = ()
    """Recovery codes to be written down, until the person says that they did or a while has passed."""

    @property
    def is_set(self) -> bool:
        """Whether it is asked for at sign-in."""
        return self.set_at is not None
