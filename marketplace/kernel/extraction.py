"""Finds the words of our CSV tables for translators, as Babel finds those of code and templates.

`marketplace/locales/babel.cfg` names it: `columns` are the columns of a table that people read.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import IO


def extract_csv(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield line, no function, words and comments of each cell that people read, as Babel wants it."""
    del keywords, comment_tags
    columns = options["columns"].split()
    reader = csv.DictReader(io.StringIO(file.read().decode(), newline=""))
    for row in reader:
        for column in columns:
            if row[column]:
                yield reader.line_num, None, row[column], []
