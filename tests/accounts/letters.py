"""Reads the letters that were queued, as their owner would."""

from marketplace.mail.tables import StoredLetter


async def letters_to(address):
    """Letters to an address, oldest first, as pairs of kind and the paths in them."""
    rows = await StoredLetter.select().order_by(StoredLetter.queued_at, StoredLetter.id)
    return [
        (row["kind"], [part["url"] for part in row["parts"] if "url" in part])
        for row in rows
        if (row["recipient"] or "").lower() == address.lower()
    ]


async def last_link(address):
    """The path of the button in the last letter that has one with a token."""
    paths = [
        path for _, found in await letters_to(address) for path in found if len(path.split("/")[-1]) == 43
    ]
    return paths[-1]
