"""Tables of the signals room. None has a time of day, and none names or points to anybody.

`signal_key`, `signal_seen` and `signal_word_heard` are UNLOGGED and hold one calendar month: they are in no
log of changes that a backup is made of, and a crash of the server forgets them.
"""

from piccolo.columns import JSONB, UUID, Array, Boolean, Bytea, Date, Integer, Text, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table


class SearchRow(Table, tablename="search_signal"):
    """One search. What is counted of it is what the same browser had not looked for in that month."""

    id: UUID = UUID(primary_key=True, default=UUID4())
    on_day: Date = Date(default=None)
    council_code: Varchar = Varchar(length=9)
    """That of the place; `national` where no council is known."""
    outcode: Varchar = Varchar(length=4)
    """Empty when no place was asked for."""
    filters: JSONB = JSONB(default={})
    words: Array = Array(base_column=Text(), default=list)
    """Terms of the thesaurus and the lists, and words that several people typed; never others."""
    support_types: Array = Array(base_column=Text(), default=list)
    """Chosen as a filter, or named in words."""
    counted_types: Array = Array(base_column=Text(), default=list)
    """Those that count; an empty string stands for a search for none in particular."""
    counted_words: Array = Array(base_column=Text(), default=list)
    """None that names a kind of support or a care group: it would be a total over places."""
    counted_groups: Array = Array(base_column=Text(), null=True, default=None)
    """Like `counted_types`. Nothing at all: of a time when words were counted that name a kind of support."""
    first_types: Array = Array(base_column=Text(), default=list)
    """Of a search that found nothing: kinds of support that its asker had looked for nowhere in the council
    in that month."""
    first_groups: Array = Array(base_column=Text(), default=list)
    results: Integer = Integer(default=0)
    is_partial: Boolean = Boolean(default=False)


class OutcomeRow(Table, tablename="outcome_signal"):
    """How one thing ended."""

    id: UUID = UUID(primary_key=True, default=UUID4())
    on_day: Date = Date(default=None)
    kind: Varchar = Varchar(length=10)
    council_code: Varchar = Varchar(length=9)
    outcode: Varchar = Varchar(length=4)
    support_types: Array = Array(base_column=Text(), default=list)
    care_groups: Array = Array(base_column=Text(), default=list)
    outcome: Varchar = Varchar(length=40)
    reason: Varchar = Varchar(length=40)
    waited_days: Integer = Integer(null=True, default=None)
    whose: Bytea = Bytea(null=True, default=None)
    """Hash under the month's key, which is gone after it; the same for what one asker asked in that month."""


class SignalKey(Table, tablename="signal_key"):
    """The key of this month's hashes; without the installation's secret it is of no use."""

    month: Date = Date(primary_key=True, default=None)
    key: Bytea = Bytea()


class SignalSeen(Table, tablename="signal_seen"):
    """That a browser made a search in this month, as one hash of both."""

    hash: Bytea = Bytea(primary_key=True, default=None)
    month: Date = Date(default=None)


class WordHeard(Table, tablename="signal_word_heard"):
    """That a network typed words that no list has, as hashes: until several did, the words are nowhere."""

    hash: Bytea = Bytea(primary_key=True, default=None)
    """Of words and network."""
    word: Bytea = Bytea(default=None, index=True)
    """Hash of the words."""
    month: Date = Date(default=None)


class KeptWord(Table, tablename="signal_word"):
    """Words that no list has, and that several people typed in one month."""

    word: Text = Text(primary_key=True, default=None)
    hash: Bytea = Bytea(index=True)
    """By which it is looked for: words that are not kept are not even in a question to the database."""
    since: Date = Date(default=None)
