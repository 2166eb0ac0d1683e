"""The scores on record: a line for each engine and search, so that a change shows in its commit."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.search.judged.scoring import Score

RECORD = Path(__file__).with_name("record.csv")
_COLUMNS = ("engine", "group", "search", "near", "success", "ndcg")

Key = tuple[str, str, str, str]
Scores = dict[Key, tuple[str, str]]


def as_record(scores: Mapping[str, Sequence[Score]]) -> Scores:
    """Scores by engine as they are written down; gains to the third decimal."""
    return {
        (engine, one.judged.group, one.judged.text, one.judged.near): (
            str(int(one.success)),
            f"{one.gain:.3f}",
        )
        for engine, marks in scores.items()
        for one in marks
    }


def read_record(path: Path = RECORD) -> Scores:
    """The scores on record; none where there is no record yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["engine"], row["group"], row["search"], row["near"]): (row["success"], row["ndcg"])
            for row in csv.DictReader(file)
        }


def write_record(scores: Scores, path: Path = RECORD) -> None:
    """Put scores on record."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows((*key, *marks) for key, marks in scores.items())


def differences(recorded: Scores, found: Scores) -> list[str]:
    """What is not as it was recorded, a line each; for the engines that were asked."""
    engines = {key[0] for key in found}
    keys: Iterable[Key] = dict.fromkeys((*found, *(key for key in recorded if key[0] in engines)))
    return [
        f"{' / '.join(key)}: recorded {recorded.get(key)}, now {found.get(key)}"
        for key in keys
        if recorded.get(key) != found.get(key)
    ]
