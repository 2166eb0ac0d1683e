# ruff: noqa: E501 - SQL reads best in long lines; all names in it are our own
"""PostgreSQL as a search engine, as well as it can be done: tables, indexes, and one statement a search.

Text is a tsvector with weights, its misspelt words are found by trigrams of all words; distances are
earthdistance's on the same sphere; an area of travel is a cube in a GiST index, checked exactly afterwards.
"""

from search.query import Reach, Sort
from search.text import other_forms
from tests.benchmarks.corpus import FACETS

EXTENSIONS = ("cube", "earthdistance", "pg_trgm", "intarray")
SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "max_parallel_maintenance_workers": "2",
    "plan_cache_mode": "force_custom_plan",
    "max_wal_size": "8GB",
}
METRES = 1_609.344
EARTH = 6_371_008.8
CHOICES = tuple(f"{facet}_terms" for facet in FACETS)
"""A column for each facet: numbers of its values."""

TABLES = f"""
CREATE OR REPLACE FUNCTION earth() RETURNS float8 LANGUAGE SQL IMMUTABLE PARALLEL SAFE
  AS 'SELECT {EARTH}::float8';
CREATE UNLOGGED TABLE document (
  id uuid, version int8, title text, tags text, provider text, body text, latitude float8, longitude float8,
  is_venue bool, travels float8, areas text[], price int4, free float8, confirmed date,
  {", ".join(f"{name} int4[]" for name in CHOICES)}
);
CREATE TABLE listing (
  number int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL, version int8 NOT NULL, title text NOT NULL, titled tsvector NOT NULL,
  words tsvector NOT NULL, point cube, reach cube, is_venue bool NOT NULL, travels float8 NOT NULL,
  areas text[] NOT NULL, price int4, free float8 NOT NULL, confirmed date NOT NULL, terms int4[] NOT NULL,
  {", ".join(f"{name} int4[] NOT NULL" for name in CHOICES)}
);
"""
_TAKE = f"""
  SELECT id, version, title, to_tsvector('simple', title),
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', tags), 'B')
      || setweight(to_tsvector('simple', provider), 'C') || setweight(to_tsvector('simple', body), 'D'),
    ll_to_earth(latitude, longitude),
    CASE WHEN travels > 0 THEN earth_box(ll_to_earth(latitude, longitude), travels) END,
    is_venue, travels, areas, price, free, confirmed, {" || ".join(CHOICES)}, {", ".join(CHOICES)}
  FROM document
"""
_COLUMNS = f"""id, version, title, titled, words, point, reach, is_venue, travels, areas, price, free,
  confirmed, terms, {", ".join(CHOICES)}"""
TAKE_OVER = f"INSERT INTO listing ({_COLUMNS}) {_TAKE} ORDER BY floor(latitude * 10), floor(longitude * 10)"
REPLACE = f"""INSERT INTO listing ({_COLUMNS}) {_TAKE} ON CONFLICT (id) DO UPDATE SET
  {", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS.replace(" ", "").replace(chr(10), "").split(",")[1:])}
  WHERE listing.version < EXCLUDED.version"""
INDEXES = (
    "CREATE UNIQUE INDEX ON listing (id)",
    "CREATE INDEX ON listing USING gin (words)",
    "CREATE INDEX ON listing USING gin (titled)",
    "CREATE INDEX ON listing USING gin (areas)",
    "CREATE INDEX ON listing USING gin (terms gin__int_ops)",
    "CREATE INDEX ON listing USING gist (point) WHERE is_venue",
    "CREATE INDEX ON listing USING gist (reach)",
    "CREATE TABLE word AS SELECT word, ndoc AS held FROM ts_stat('SELECT words FROM listing')",
    'CREATE UNIQUE INDEX ON word (word COLLATE "C")',
    "CREATE INDEX ON word USING gin (word gin_trgm_ops)",
)
KNOWN = "SELECT word FROM word WHERE held >= 5"
"""Words that are taken as they stand; each reader keeps them."""
ALIKE = """SELECT typed, ARRAY(SELECT word FROM word WHERE word % typed ORDER BY word <-> typed LIMIT 20) AS alike
  FROM unnest($1::text[]) AS typed"""
SUGGEST = """SELECT id, title, earth_distance(point, here) AS metres
  FROM listing, ll_to_earth($2, $3) AS here WHERE titled @@ $1::text::tsquery
  ORDER BY metres, id LIMIT $4"""


def search_for(wanted, alike):
    """The words as a tsquery. `alike` are words for one that is not known, or None when it is."""
    return " & ".join(f"({' | '.join(_choices(one, alike.get(one.word)))})" for one in wanted)


def _choices(wanted, alike):
    yield from wanted.forms
    for meaning in wanted.meanings:
        yield "(" + " & ".join(f"({' | '.join((word, *other_forms(word)))})" for word in meaning) + ")"
    if alike is not None:
        yield from alike
        if wanted.is_last:
            yield f"{wanted.word}:*"


class Arguments(list):
    """The values of a statement, each with its place in it."""

    def put(self, value, kind):
        self.append(value)
        return f"${len(self)}::{kind}"


def statement(query, text, terms):
    """The one statement of a search, and its arguments. `text` is a tsquery, empty when nothing was typed."""
    arguments = Arguments()
    text = text and f"{arguments.put(text, 'text')}::tsquery"
    metres, named, within, where = _place(query.near, arguments)
    filters = _filters(query, arguments, terms)
    conditions = " AND ".join(one for one in (where, text and f"words @@ {text}") if one)
    failed = (
        " | ".join(f"((NOT ({test}))::int4 << {bit})" for bit, test in enumerate(filters.values())) or "0"
    )
    return (
        f"""WITH found AS MATERIALIZED (
      SELECT number, terms, free, metres, covers, at_hand, failed{"".join(f", {facet}_terms" for facet in query.filters)},
        CASE WHEN failed = 0 THEN {_score(query, text)} END AS score FROM (
        SELECT *, {failed} AS failed FROM (
          SELECT *, travels > 0 AND metres <= travels OR named AS covers,
            is_venue AND metres <= {within} AS at_hand FROM (
            SELECT number, terms, free, confirmed, is_venue, travels, {", ".join(CHOICES)}, words,
              {metres} AS metres, {named} AS named FROM listing WHERE {conditions or "true"} OFFSET 0
          ) met OFFSET 0
        ) placed WHERE {"covers OR at_hand" if query.near else "true"} OFFSET 0
      ) filtered
    ), page AS (
      SELECT number, metres, covers, score FROM found WHERE failed = 0
      ORDER BY score DESC, number LIMIT {query.limit}
    )
    SELECT (SELECT count(*) FROM found WHERE failed = 0) AS total,
      (SELECT array_agg((id, version, metres, covers, score) ORDER BY score DESC, number)
         FROM page JOIN listing USING (number)) AS hits {_counts(query, list(filters))}""",
        arguments,
    )


def _filters(query, arguments, terms):
    filters = {
        facet: f"{facet}_terms && {arguments.put([terms[facet].get(value, -1) for value in sorted(values)], 'int4[]')}"
        for facet, values in query.filters.items()
    }
    if query.near and query.reach is not Reach.ANY:
        filters["reach"] = "covers" if query.reach is Reach.COME_TO_ME else "at_hand"
    return filters


def _place(near, arguments):
    if near is None:
        return "NULL::float8", "false", "0", ""
    point = near.point
    here = (
        f"ll_to_earth({arguments.put(point.latitude, 'float8')}, {arguments.put(point.longitude, 'float8')})"
    )
    within = arguments.put(near.within_miles * METRES, "float8")
    named = f"areas && {arguments.put(sorted(near.areas), 'text[]')}"
    where = f"((is_venue AND point <@ earth_box({here}, {within})) OR reach @> {here} OR {named})"
    # What earth_distance does, written out: as a function in SQL it is called for each row.
    metres = f"{2 * EARTH} * asin(least(1, cube_distance(point, {here}) / {2 * EARTH}))"
    return metres, named, within, where


def _score(query, text):
    """Text, distance, free capacity and freshness; not the second look, which SQL has no words for."""
    if query.sort is Sort.NEAREST:
        return "-metres"
    words = f"ts_rank('{{0.4, 0.6, 0.8, 1.0}}', words, {text})" if text else "0"
    near = "+ 0.3 / (1 + metres / 9656)" if query.near else ""
    return f"{words} {near} + least(free, 10) / 200 + (confirmed - DATE '{query.today}') / 7300.0"


def _counts(query, filters):
    """Disjunctive counts in one pass: all terms of a result, the own ones of what one facet alone keeps out."""
    if not query.facets:
        return ""
    own = "".join(
        f" WHEN {1 << bit} THEN {facet}_terms" for bit, facet in enumerate(filters) if facet in query.filters
    )
    reach = f"failed IN (0, {1 << filters.index('reach')})" if "reach" in filters else "failed = 0"
    return f""", (SELECT array_agg((term, times)) FROM (SELECT term, count(*) AS times
        FROM found, unnest(CASE failed WHEN 0 THEN terms {own} END) term GROUP BY term) counted) AS counts,
      (SELECT ARRAY[count(*) FILTER (WHERE covers AND {reach}), count(*) FILTER (WHERE at_hand AND {reach}),
        count(*) FILTER (WHERE free > 0 AND failed = 0)] FROM found) AS flags"""
