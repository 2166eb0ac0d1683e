"""A search in one index, and a search among the values of a facet."""

from tests.meilisearch import filter_rights, sorting
from tests.meilisearch.documents import select
from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.filter_evaluation import evaluate
from tests.meilisearch.filter_parameter import parse_json
from tests.meilisearch.ranking import Ranking, leading_terms
from tests.meilisearch.search_parameters import clean, code_of
from tests.meilisearch.settings import features_of, filterable_patterns
from tests.meilisearch.text_matches import Matches
from tests.meilisearch.values import metres_between, normalise, point
from tests.meilisearch.words import Query, split

_DEFAULT_LIMIT = 20


class Search:
    """One search: what it keeps (`mask`), counts and shows."""

    def __init__(self, index, parameters):
        self.index = index
        self.asked = parameters
        self.settings = index.settings
        self.sort = self._sort()
        self._check_facets()
        tree = parse_json(parameters.get("filter"))
        filter_rights.check(tree, self.settings)
        self.mask = evaluate(tree, index.facets, index.alive)
        self.matches = self._matches()

    def _sort(self):
        sort = sorting.parse(self.asked.get("sort"), self.settings, code_of("sort"))
        if sort and "sort" not in self.settings["rankingRules"]:
            raise bad(
                code_of("sort"),
                "You must specify where `sort` is listed in the rankingRules setting to use the sort "
                "parameter at search time.",
            )
        return sort

    def _check_facets(self):
        unknown = [
            name
            for name in self.asked.get("facets") or ()
            if name != "*" and features_of(self.settings, name) is None
        ]
        if not unknown:
            return
        names = ", ".join(unknown)
        subject = f"Attribute `{names}` is" if len(unknown) == 1 else f"Attributes `{names}` are"
        patterns = ", ".join(sorted(set(filterable_patterns(self.settings))))
        known = (
            f"Available filterable attributes patterns are: `{patterns}`."
            if patterns
            else "This index does not have configured filterable attributes."
        )
        raise bad(code_of("facets"), f"Invalid facet distribution: {subject} not filterable. {known}")

    def _matches(self):
        """The words of the query in the documents; None without words, where all that is kept is found."""
        attributes = self._attributes()
        text = self.asked.get("q") or ""
        query = Query(text, self.index.text.stop_words) if text.strip() else None
        if query is None or not (query.terms or query.unwanted):
            return None
        matches = Matches(self.index.text, query, self.mask, attributes)
        self.mask = matches.without_unwanted()
        if not query.terms:
            return None
        strategy = self.asked.get("matchingStrategy", "last")
        needed = len(query.terms) if strategy == "all" else 1
        self.mask = self.mask & (leading_terms(matches, strategy) >= needed)
        return matches

    def _attributes(self):
        wanted = self.asked.get("attributesToSearchOn")
        if wanted is None or "*" in wanted:
            return None
        searchable = self.settings["searchableAttributes"]
        for name in wanted:
            if searchable != ["*"] and name not in searchable:
                raise bad(
                    code_of("attributesToSearchOn"),
                    f"Attribute `{name}` is not searchable. Available searchable attributes are: "
                    f"`{', '.join(searchable)}`.",
                )
        return wanted

    def answer(self):
        """The answer as Meilisearch gives it."""
        total = min(int(self.mask.sum()), self.settings["pagination"]["maxTotalHits"])
        start, count, paging = self._paging(total)
        found = {"hits": self._hits(start, count, total), "query": self.asked.get("q") or ""}
        found |= {"processingTimeMs": 0, **paging}
        if self.asked.get("facets"):
            found |= self._facets()
        return found

    def _paging(self, total):
        if "page" in self.asked or "hitsPerPage" in self.asked:
            size, page = self.asked.get("hitsPerPage", _DEFAULT_LIMIT), self.asked.get("page", 1)
            pages = -(-total // size) if size else 0
            paging = {"hitsPerPage": size, "page": page, "totalPages": pages, "totalHits": total}
            return (page - 1) * size, size if page else 0, paging
        offset, limit = self.asked.get("offset", 0), self.asked.get("limit", _DEFAULT_LIMIT)
        return offset, limit, {"limit": limit, "offset": offset, "estimatedTotalHits": total}

    def _hits(self, start, count, total):
        end = min(start + count, total)
        if end <= start or not count:
            return []
        ranking = Ranking(
            self.index.document_of,
            self.settings,
            self.sort,
            self.matches,
            self.asked.get("matchingStrategy", "last"),
        )
        rows = ranking.best(self.index.rows(self.mask), end)[start:end]
        return [self._hit(row, ranking) for row in rows]

    def _hit(self, row, ranking):
        shown = select(self.index.document_of(row), self.settings["displayedAttributes"])
        hit = select(shown, self.asked.get("attributesToRetrieve", ["*"]))
        place = next((key for key, _ in self.sort if isinstance(key, tuple)), None)
        if place and point(hit):
            hit["_geoDistance"] = round(metres_between(place, point(hit)))
        if self.asked.get("showRankingScore"):
            hit["_rankingScore"] = ranking.score(row)
        return hit

    def _facets(self):
        names = self.asked["facets"]
        if "*" in names:
            names = sorted(self.index.facets.fields)
        counts = {name: self.counts(name) for name in names}
        bounds = {name: self._bounds(name) for name in names}
        stats = {name: {"min": found[0], "max": found[1]} for name, found in bounds.items() if found}
        return {"facetDistribution": counts, "facetStats": stats}

    def counts(self, name):
        """{value: documents} of a field: the first `maxValuesPerFacet`, in the order of the settings."""
        facet = self.index.facets.fields.get(name)
        if facet is None:
            return {}
        faceting = self.settings["faceting"]
        order = faceting["sortFacetValuesBy"]
        found = sorted(facet.counts(self.mask), key=lambda pair: normalise(pair[0]))
        if order.get(name, order.get("*", "alpha")) == "count":
            found.sort(key=lambda pair: -pair[1])
        return dict(found[: faceting["maxValuesPerFacet"]])

    def _bounds(self, name):
        facet = self.index.facets.fields.get(name)
        return None if facet is None else facet.bounds(self.mask)


def search(index, body, also=()):
    """The answer to the body of a search."""
    parameters = clean(body, also)
    return Search(index, parameters).answer()


def facet_search(index, body):
    """Values of a facet that have a word beginning with what is asked."""
    name = body.get("facetName")
    if not isinstance(name, str):
        raise bad("missing_facet_search_facet_name", "Missing field `facetName`")
    if not index.settings["facetSearch"]:
        raise bad("facet_search_disabled", "The facet search is disabled for this index")
    features = features_of(index.settings, name)
    if features is None or not features[1]["facetSearch"]:
        raise bad(
            "invalid_facet_search_facet_name",
            f"Attribute `{name}` is not facet-searchable. Available facet-searchable attributes patterns "
            f"are: `{', '.join(filterable_patterns(index.settings))}`. To make it facet-searchable add it to "
            "the `filterableAttributes` index settings.",
        )
    wanted = {"facetName", "facetQuery"}
    asked = {key: value for key, value in body.items() if key in ("q", "filter", "matchingStrategy")}
    clean(body, wanted)
    found = Search(index, {**clean(asked), "limit": 0})
    begins = split(body.get("facetQuery") or "")
    hits = [
        {"value": value, "count": count}
        for value, count in found.counts(name).items()
        if all(any(word.startswith(part) for word in split(value)) for part in begins)
    ]
    return {"facetHits": hits, "facetQuery": body.get("facetQuery"), "processingTimeMs": 0}


def filtered(index, expression, code):
    """The documents that a filter keeps, oldest first; errors have this code."""
    try:
        tree = parse_json(expression)
        filter_rights.check(tree, index.settings)
        mask = evaluate(tree, index.facets, index.alive)
    except ApiError as error:
        raise bad(code, error.message) from None
    return [index.document_of(row) for row in index.rows(mask).tolist()]
