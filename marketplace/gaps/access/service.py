"""The door of the measure: files in, access out, so that anyone can check it. No database."""

from pathlib import Path

from marketplace.gaps.access import repository, rules
from marketplace.gaps.access.schemas import Bands, MeasuredFiles, Pairs

__all__ = ["measure_files"]


def measure_files(need: Path, supply: Path, cost: Path, bands: Bands) -> MeasuredFiles:
    """E2SFCA for CSV files: need (id, people), supply (id, capacity), cost (need_id, supply_id, cost).

    Raises:
        InvalidError: rows that cannot be used, each with its number.
        OperatorError: a file cannot be read, or lacks a column.
    """
    need_ids, people = repository.read_amounts(need, "people")
    supply_ids, capacity = repository.read_amounts(supply, "capacity")
    table = repository.read_costs(cost, need_ids, supply_ids)
    pairs = Pairs(need=table.need, supply=table.supply, weights=rules.weigh(table.costs, bands))
    measured = rules.measure(people, capacity, pairs)
    return MeasuredFiles(
        ids=need_ids,
        access=tuple(measured.access.tolist()),
        unreached=measured.unreached,
        unreached_ids=rules.find_unreached(supply_ids, capacity, measured.people_in_reach),
        unknown_rows=table.unknown_rows,
        unknown_id=table.unknown_id,
    )
