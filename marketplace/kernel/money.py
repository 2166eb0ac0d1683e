"""Money as people type and read it. In between it is whole pence, never a fraction of a pound."""

import re

_MOST_DIGITS = 9
"""Of whole pounds: more is a slip of the finger, and no column holds it."""
_MINUS = "\N{MINUS SIGN}"
_FULL_WIDTH = {ord("\N{FULLWIDTH POUND SIGN}"): "£"} | {
    code: chr(code - 0xFEE0) for code in range(ord("\N{FULLWIDTH EXCLAMATION MARK}"), 0xFF5F)
}
"""What keyboards for Chinese and Japanese write, to what is meant."""
_AMOUNT = re.compile(
    r"£? ?(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<pence>\d{1,2}))?"
    r"|(?P<small>\d{1,2}) ?p",
    re.ASCII | re.IGNORECASE,
)


def read_pence(text: str) -> int | None:
    """Whole pence of an amount as people type it: "£12.50", "12.5", "1,250", "£ 40", "85p".

    None for all else: nothing typed, less than nothing, parts of a penny, and a comma where a point is meant.
    """
    found = _AMOUNT.fullmatch(" ".join(text.translate(_FULL_WIDTH).split()))
    if found is None:
        return None
    if found["small"]:
        return int(found["small"])
    whole = re.sub(r"\D", "", found["pounds"])
    if len(whole) > _MOST_DIGITS:
        return None
    return int(whole) * 100 + int((found["pence"] or "").ljust(2, "0"))


def pounds(pence: int) -> str:
    """An amount in a sentence, with pence where there are some: "£40", "£12.50", "£1,250"."""
    return say_pence(pence).removesuffix(".00")


def say_pence(pence: int) -> str:
    """An amount of an account, always with pence, so that they line up: "£40.00", "£1,250.50".

    What is below nothing has a minus before it.
    """
    whole, rest = divmod(abs(pence), 100)
    return f"{_MINUS if pence < 0 else ''}£{whole:,}.{rest:02d}"


def typed_pounds(pence: int | None) -> str:
    """An amount as it stands in a box that has a pound sign before it: "40", "12.50"; None is nothing."""
    return "" if pence is None else pounds(pence).removeprefix("£").replace(",", "")
