"""The door of searches: the keeper of a web process, and what it writes."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path

from msgspec import structs

from marketplace.accounts.limits.rules import client_network
from marketplace.councils.service import list_council_settings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.logging import log
from marketplace.kernel.secrets import key_for
from marketplace.signals.rules import hashed, month_of
from marketplace.signals.schemas import SearchSignal
from marketplace.signals.searches import repository, rules
from marketplace.signals.searches.schemas import Asker, Counted, Heard, Row
from marketplace.signals.service import KEY_BYTES, council_of
from marketplace.signals.words.rules import read_text, vocabulary_of
from marketplace.signals.words.schemas import ReadText, Vocabulary
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

WRITE_SECONDS = 5.0
SETTLE_SECONDS = 12.0
"""A search counts when its asker went on to nothing else of the kind for so long."""
MOST_HELD = 3_000
"""Searches in memory; what comes on top is let go."""
LONGEST_NAME = 300
"""Letters of what a browser calls itself."""
MOST_AT_ONCE = 300
"""Searches in one batch: pages wait while it is prepared, some ten milliseconds."""
FEW_TRIES = 3
"""After so many they are written one by one, so that one that cannot be keeps no others back."""
MOST_TRIES = 60
"""After so many, five minutes, that one is let go."""
STOP_SECONDS = 3.0
"""What is left when the process stops is written in this time, or lost."""


class SignalKeeper:
    """Gathers the searches of one process. `note` takes no time to speak of and never fails."""

    def __init__(
        self,
        words_dir: Path | None = None,
        timer: Callable[[], float] = time.monotonic,
        group_of: Mapping[str, str] | None = None,
    ) -> None:
        """`group_of`: as what care groups are counted, by their codes."""
        self._words = WordsKeeper(words_dir, group_of)
        self._timer = timer
        self._waiting: dict[Asker, tuple[float, Heard]] = {}
        self._settled: list[Heard] = []
        self._let_go = 0
        self._tries = 0

    def note(self, signal: SearchSignal, *, network: str, browser: str, purpose: str = "") -> None:
        """A page of results was made. `network` is the client's address, or the id of an account."""
        if not rules.is_person(browser, purpose) or not rules.asks_something(signal):
            return
        if len(self._waiting) + len(self._settled) >= MOST_HELD:
            self._let_go += 1
            return
        asker = Asker(network[:LONGEST_NAME], browser[:LONGEST_NAME])
        before = self._waiting.pop(asker, None)
        if before is not None and not rules.goes_on(before[1].signal, signal):
            self._settled.append(before[1])
        self._waiting[asker] = (self._timer(), Heard(signal, asker))

    async def write(self, *, everything: bool = False) -> int:
        """Write what has settled, or all of it; return how many searches were kept."""
        self._settle(everything=everything)
        if self._let_go:
            log.warning("searches not counted", searches=self._let_go)
            self._let_go = 0
        kept = 0
        while self._settled:
            size = MOST_AT_ONCE if self._tries < FEW_TRIES else 1
            kept += await self._write_batch(self._settled[:size])
        return kept

    async def _write_batch(self, batch: list[Heard]) -> int:
        """Write the first of those that settled; they stay until that is done, or was tried too often."""
        self._tries += 1
        kept = 0
        if self._tries > MOST_TRIES:
            log.warning("searches not counted", searches=len(batch))
        else:
            kept = await keep_searches(batch, self._words.vocabulary())
        del self._settled[: len(batch)]
        self._tries = 0
        return kept

    def _settle(self, *, everything: bool) -> None:
        """Those that came first stand first."""
        until = self._timer() - SETTLE_SECONDS
        for asker, (at, heard) in list(self._waiting.items()):
            if at > until and not everything:
                return
            del self._waiting[asker]
            self._settled.append(heard)

    @asynccontextmanager
    async def running(self, seconds: float = WRITE_SECONDS) -> AsyncIterator[None]:
        """Write again and again as long as this context lasts, and what is left at its end."""
        task = asyncio.create_task(self._run(seconds))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._try(everything=True)

    async def _run(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._try(everything=False)

    async def _try(self, *, everything: bool) -> None:
        try:
            await self.write(everything=everything)
        except Exception as error:  # noqa: BLE001 - whatever it is, the pages go on as they are
            if self._tries <= 1:
                log.warning("searches not written", exc_info=error)


class WordsKeeper:
    """The vocabulary in use, made anew when a council's thesaurus changes."""

    def __init__(self, words_dir: Path | None, group_of: Mapping[str, str] | None = None) -> None:
        self._words_dir = words_dir
        self._group_of = group_of
        self._thesaurus: dict[str, tuple[str, ...]] | None = None
        self._vocabulary: Vocabulary | None = None

    def vocabulary(self) -> Vocabulary:
        """Terms of the thesaurus and labels of all lists, in English."""
        thesaurus = taxonomies.thesaurus_in_use(self._words_dir)
        if self._vocabulary is None or thesaurus is not self._thesaurus:
            labels = {
                (taxonomy, code): taxonomies.source_label(taxonomy, code)
                for taxonomy in Taxonomy
                for code in taxonomies.codes(taxonomy)
            }
            types, groups = (
                {label: code for (name, code), label in labels.items() if name is wanted}
                for wanted in (Taxonomy.SUPPORT_TYPE, Taxonomy.CARE_GROUP)
            )
            self._vocabulary = vocabulary_of(thesaurus, labels.values(), types, groups, self._group_of)
            self._thesaurus = thesaurus
        return self._vocabulary


async def keep_searches(batch: Sequence[Heard], vocabulary: Vocabulary) -> int:
    """Keep what counts of these searches, in one transaction; return how many rows that are.

    A fixed number of statements, whatever the size of the batch. A search that its asker made before in the
    month is not kept again, and one of a council that switched signals off not at all. The day is that of
    writing, so that the numbers of a month that is over stay as they are.
    """
    async with transaction():
        codes = {heard.signal.council_code: council_of(heard.signal.council_code) for heard in batch}
        settings = await list_council_settings(codes.values())
        wanted = [
            structs.replace(heard, asker=Asker(client_network(heard.asker.network), heard.asker.browser))
            for heard in batch
            if settings[codes[heard.signal.council_code]].keeps_signals
        ]
        if not wanted:
            return 0
        today = clock.today()
        month = month_of(today)
        key = hashed(key_for("signals"), (await _month_key(month)).hex())
        fresh = await _unseen(key, wanted, codes, month)
        rows = await _rows(key, fresh, codes, vocabulary, today)
        await repository.add(rows)
    return len(rows)


async def _month_key(month: date) -> bytes:
    return await repository.month_key(month, secrets.token_bytes(KEY_BYTES))


async def _unseen(
    key: bytes, batch: Sequence[Heard], codes: dict[str | None, str], month: date
) -> list[Heard]:
    """Those that their askers did not make before in the month, each once."""
    by_hash = {rules.search_hash(key, heard, codes[heard.signal.council_code]): heard for heard in batch}
    fresh = await repository.see(by_hash, month)
    return [heard for each, heard in by_hash.items() if each in fresh]


async def _rows(
    key: bytes, batch: Sequence[Heard], codes: dict[str | None, str], vocabulary: Vocabulary, today: date
) -> list[Row]:
    month = month_of(today)
    texts = [read_text(heard.signal.text, vocabulary) for heard in batch]
    kept = await _kept_words(key, batch, texts, month)
    plans = [
        _Plan(key, heard, codes[heard.signal.council_code], text, kept, vocabulary)
        for heard, text in zip(batch, texts, strict=True)
    ]
    unseen = await repository.see([each for plan in plans for each in plan.hashes], month)
    return [plan.row(unseen, today) for plan in plans]


async def _kept_words(key: bytes, batch: Sequence[Heard], texts: Sequence[ReadText], month: date) -> set[str]:
    """Texts with words that no list has and that may be kept: enough networks or accounts have typed them."""
    lasting = {rules.word_hash(key_for("signals"), text.whole): text.whole for text in texts if text.whole}
    kept = {lasting[each] for each in await repository.find_kept(lasting)}
    typed: dict[bytes, bytes] = {}
    words: dict[bytes, str] = {}
    for heard, text in zip(batch, texts, strict=True):
        if text.whole and text.whole not in kept:
            word = rules.word_hash(key, text.whole)
            typed[rules.typed_hash(key, text.whole, heard.asker)] = word
            words[word] = text.whole
    enough = await repository.hear(typed, month, rules.CLIENTS_FOR_A_WORD)
    grown = {words[word] for word in enough}
    await repository.keep_words({each: word for each, word in lasting.items() if word in grown}, month)
    await repository.forget_typed(enough)
    return kept | grown


class _Plan:
    """What may be kept of one search, and the hashes that say what of it counts."""

    def __init__(
        self, key: bytes, heard: Heard, council: str, text: ReadText, kept: set[str], vocabulary: Vocabulary
    ) -> None:
        self._heard, self._council = heard, council
        self._types = rules.types_of(heard.signal, text)
        groups = rules.groups_of(heard.signal, text, vocabulary.group_of)
        whole = [text.whole] if text.whole in kept else []
        self._words = [*dict.fromkeys((*text.known, *whole))]
        # "club" does not count where "canoe club" does: the one less the other would be a number too. What
        # names a kind of support or a group counts as such, by place: as a word it would be a total.
        named = set(text.naming)
        counted = ([] if named else whole) if whole else [word for word in text.known if word not in named]
        found_nothing = not heard.signal.results
        outcode = rules.outcode_of(heard.signal)
        cells = {
            "types": rules.type_cells(outcode, self._types),
            "words": rules.word_cells(counted),
            "groups": rules.group_cells(outcode, groups),
            "first_types": rules.first_cells("type", self._types if found_nothing else []),
            "first_groups": rules.first_cells("group", groups if found_nothing else []),
        }
        self._hashes = {
            part: {name: rules.cell_hash(key, heard, council, cell) for name, cell in own.items()}
            for part, own in cells.items()
        }

    @property
    def hashes(self) -> list[bytes]:
        """All of them."""
        return [each for own in self._hashes.values() for each in own.values()]

    def row(self, unseen: set[bytes], today: date) -> Row:
        """The row; what it counts as is taken out of `unseen`, so that a later one of the batch does not."""
        counted = {
            part: [name for name, each in own.items() if each in unseen] for part, own in self._hashes.items()
        }
        unseen.difference_update(self.hashes)
        return rules.row_of(self._heard, today, self._council, self._words, self._types, Counted(**counted))
