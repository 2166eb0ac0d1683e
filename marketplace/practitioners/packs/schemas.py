"""What the list of packs shows."""

from msgspec import Struct

from marketplace.shortlists.packs.schemas import Pack


class ListedPack(Struct, frozen=True, kw_only=True):
    """A pack with what it is called: packs have no names, so that nobody's name gets into one."""

    pack: Pack
    title: str
