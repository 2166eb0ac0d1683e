"""Words that nobody else uses, and where in the whole database they stand."""

from marketplace.kernel.database import connection

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema NOT IN ('information_schema', 'pg_catalog') AND t.table_type = 'BASE TABLE'
"""


class Marks:
    """Makes a word for each field that somebody fills in, and remembers it.

    A word is letters only, so that names, titles and addresses may be one.
    """

    def __init__(self, prefix):
        self.prefix = prefix
        self.words = {}

    def __call__(self, what):
        word = self.prefix + "".join(each.capitalize() for each in what.split())
        self.words[what] = word
        return word


async def columns():
    """Every column of every table of the database."""
    async with connection() as raw:
        return [tuple(row) for row in await raw.fetch(_COLUMNS)]


async def places_of(words):
    """Column -> those of the words that stand in it, whatever its type: text, JSON, arrays, bytes."""
    found = {}
    for table, column, type_ in await columns():
        # Bytes as text, a byte a sign: no word has signs beyond ASCII.
        text = f"encode(\"{column}\", 'escape')" if type_ == "bytea" else f'"{column}"::text'
        async with connection() as raw:
            rows = await raw.fetch(
                f"""SELECT marks.mark AS word FROM unnest($1::text[]) marks (mark) WHERE EXISTS (
                    SELECT FROM "{table}" WHERE strpos(lower({text}), lower(marks.mark)) > 0)""",
                list(words),
            )
        if rows:
            found[f"{table}.{column}"] = {row["word"] for row in rows}
    return found


def files_with(folder, words):
    """Files of a folder in which one of the words stands."""
    return {
        path.name: word
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word.lower().encode() in path.read_bytes().lower()
    }
