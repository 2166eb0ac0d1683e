"""Reads the lists and the thesaurus, which are CSV files beside this module."""

import csv
from pathlib import Path
from uuid import UUID, uuid5

from marketplace.kernel.errors import OperatorError
from marketplace.taxonomies.schemas import Synonym, Taxonomy, Term

TERMS = Path(__file__).with_name("terms")
THESAURUS = Path(__file__).with_name("thesaurus.csv")

_NAMESPACE = UUID("7c1c5a52-3f0e-5b1f-9d5c-2f6a4e1b8d30")
"""Never changes: the ids of all terms come from it."""


def read_terms(taxonomy: Taxonomy) -> tuple[Term, ...]:
    """All terms of a list in the order of its file, headings included."""
    with (TERMS / f"{taxonomy}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                id=uuid5(_NAMESPACE, f"{taxonomy}/{row['code']}"),
                taxonomy=taxonomy,
                code=row["code"],
                label=row["label"],
                description=row["description"],
                parent=row["parent"] or None,
                position=position,
            )
            for position, row in enumerate(csv.DictReader(file))
        )


def read_thesaurus(path: Path) -> tuple[Synonym, ...]:
    """Rows of a thesaurus file with the columns term, means, both_ways (yes or no).

    Raises:
        OperatorError: the file is not readable as such, with the line that is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return tuple(_synonym(path, reader.line_num, row) for row in reader if any(row.values()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OperatorError(f"The thesaurus {path} cannot be read: {error}.") from error


def _synonym(path: Path, line: int, row: dict[str, str | None]) -> Synonym:
    term = (row.get("term") or "").strip().lower()
    both_ways = (row.get("both_ways") or "no").strip().lower()
    if not term or None in row or both_ways not in {"yes", "no"}:
        raise OperatorError(
            f"Line {line} of the thesaurus {path} is not right: it takes a term, what it means, yes or no."
        )
    return Synonym(term=term, means=(row.get("means") or "").strip().lower(), both_ways=both_ways == "yes")
