"""Reads the tables of need, supply and costs that anyone checks the measure with."""

import csv
import math
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from marketplace.gaps.access.schemas import Floats, Indexes
from marketplace.kernel.errors import InvalidError, OperatorError, Problem

_PROBLEMS_TOLD = 20
_MOST_ROWS = 20_000_000


class CostTable(Struct, frozen=True, kw_only=True):
    """Rows of the table of costs whose ids are known."""

    need: Indexes
    supply: Indexes
    costs: Floats
    unknown_rows: int
    unknown_id: str


def read_amounts(path: Path, column: str) -> tuple[tuple[str, ...], Floats]:
    """Ids and their numbers, in the order of the file.

    Raises:
        InvalidError: all that is wrong, by row.
        OperatorError: the file cannot be read, or has other columns.
    """
    amounts: dict[str, float] = {}
    problems: list[Problem] = []
    for line, (name, text) in _rows(path, ("id", column)):
        amount = _number(text)
        if not name:
            problems.append(_problem(path, line, "it has no id"))
        elif name in amounts:
            problems.append(_problem(path, line, f"the id {name[:40]} is there twice"))
        elif amount is None:
            problems.append(_problem(path, line, f"{column} is {text[:40]!r}, not a number of 0 or more"))
        else:
            amounts[name] = amount
        _stop_at_many(problems)
    _raise_if_any(problems)
    if not amounts:
        raise OperatorError(f"{path} has no rows.")
    return tuple(amounts), np.array(list(amounts.values()))


def read_costs(path: Path, need_ids: Sequence[str], supply_ids: Sequence[str]) -> CostTable:
    """The pairs whose ids are known; how many are not is told. Errors as `read_amounts`."""
    needs = {name: at for at, name in enumerate(need_ids)}
    supplies = {name: at for at, name in enumerate(supply_ids)}
    rows, far, lines = array("q"), array("d"), array("q")
    problems: list[Problem] = []
    unknown, unknown_id = 0, ""
    for line, (need_name, supply_name, text) in _rows(path, ("need_id", "supply_id", "cost")):
        need, supply, cost = needs.get(need_name), supplies.get(supply_name), _number(text)
        if cost is None:
            problems.append(_problem(path, line, f"cost is {text[:40]!r}, not a number of 0 or more"))
            _stop_at_many(problems)
        elif need is None or supply is None:
            unknown += 1
            unknown_id = unknown_id or (need_name if need is None else supply_name)
        else:
            rows.append(need * len(supplies) + supply)
            far.append(cost)
            lines.append(line)
    pairs = np.array(rows, dtype=np.int64)
    problems += _find_repeated(path, pairs, lines)
    _raise_if_any(problems)
    return CostTable(
        need=pairs // len(supplies),
        supply=pairs % len(supplies),
        costs=np.array(far, dtype=np.float64),
        unknown_rows=unknown,
        unknown_id=unknown_id,
    )


def _find_repeated(path: Path, pairs: Indexes, lines: Sequence[int]) -> list[Problem]:
    order = np.argsort(pairs, kind="stable")
    again = np.sort(order[1:][np.diff(pairs[order]) == 0])
    return [
        _problem(path, lines[int(at)], "its pair of need and supply is there twice")
        for at in again[:_PROBLEMS_TOLD]
    ]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The wanted columns of each row, by the number of its line; other columns may be there too."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            places = _places(path, [name.strip().lower() for name in next(reader, [])], columns)
            for row in reader:
                if reader.line_num > _MOST_ROWS:
                    raise OperatorError(f"{path} has more than {_MOST_ROWS:,} rows.")
                if row:
                    yield reader.line_num, tuple(row[at].strip() if at < len(row) else "" for at in places)
    except UnicodeDecodeError as error:
        raise OperatorError(f"{path} is not text in UTF-8: save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise OperatorError(f"{path} is not a CSV file ({error}).") from error
    except OSError as error:
        raise OperatorError(f"{path} cannot be read ({error.strerror}).") from error


def _places(path: Path, heading: Sequence[str], columns: tuple[str, ...]) -> tuple[int, ...]:
    missing = [name for name in columns if name not in heading]
    if missing:
        raise OperatorError(
            f"{path} has no column {missing[0]}: the first row must name the columns {', '.join(columns)}."
        )
    return tuple(heading.index(name) for name in columns)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None


def _problem(path: Path, line: int, message: str) -> Problem:
    return Problem(field=f"{path.name} row {line}", message=f"{message}.")


def _stop_at_many(problems: list[Problem]) -> None:
    if len(problems) >= _PROBLEMS_TOLD:
        raise InvalidError(problems)


def _raise_if_any(problems: list[Problem]) -> None:
    if problems:
        raise InvalidError(problems)
