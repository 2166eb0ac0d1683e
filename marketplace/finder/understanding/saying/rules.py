"""What was understood, in a sentence, and the way to the other meanings."""

from marketplace.finder.addresses.rules import changed, search_url
from marketplace.finder.params.schemas import SearchParams, Vocabulary
from marketplace.finder.schemas import LinkChoice, Understood
from marketplace.finder.understanding.schemas import Understanding
from marketplace.finder.words.rules import N_, listed
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies.schemas import Taxonomy

OTHERS_SHOWN = 4
_KINDS = {
    "personal_assistant": N_("personal assistants"),
    "micro_enterprise": N_("micro-enterprises"),
    "co_operative": N_("co-operatives"),
    "community_activity": N_("community activities"),
    "support_organization": N_("support organisations"),
}
_SIGNED = "signed_group"


def say_understood(asked: SearchParams, meant: Understanding, vocabulary: Vocabulary) -> Understood | None:
    """The sentence for people, with its links; None when the text is taken as it stands."""
    if not meant.taken:
        return None
    others = meant.other_places[:OTHERS_SHOWN]
    what = what_is_meant(meant, vocabulary)
    asks_where = ""
    if _says_nearby(meant) and not meant.params.near:
        asks_where = " " + _("To see what is near you, tell us where: add a postcode or town.")
    return Understood(
        showing=_("Showing %(what)s.", what=what) + asks_where,
        looked_for=_("We looked for %(what)s.", what=what) + asks_where,
        instead=_say_instead(asked, meant),
        literal=literally(asked),
        url=search_url(literally(asked)),
        other_places=tuple(
            LinkChoice(value=label, label=label, url=search_url(changed(meant.params, near=label)))
            for label in others
        ),
        taken=meant.taken,
    )


def offer_place(meant: Understanding) -> LinkChoice | None:
    """The way to the place that the last word may mean."""
    if meant.offered is None:
        return None
    place = meant.offered.near
    return LinkChoice(
        value=place, label=_("Look near %(place)s", place=place), url=search_url(changed(meant.offered))
    )


def say_nothing_found(meant: Understanding, vocabulary: Vocabulary) -> str:
    """Why the words are searched for as they stand although more was understood."""
    what = what_is_meant(meant, vocabulary)
    return _("We found nothing for %(what)s. These results are for the words as you typed them.", what=what)


def literally(asked: SearchParams) -> SearchParams:
    """The same search with every word only a word."""
    return changed(asked, literal=True)


def _say_instead(asked: SearchParams, meant: Understanding) -> str:
    only = meant.taken[0].words
    if len(meant.taken) == 1 and " " not in only:
        return _("Search for the word “%(word)s” instead.", word=only)
    return _("Search for the words “%(words)s” instead.", words=asked.q)


def what_is_meant(meant: Understanding, vocabulary: Vocabulary) -> str:
    """What is looked for, in words: "personal assistants who speak Somali, near Bristol"."""
    taken = {piece.taxonomy for piece in meant.taken}
    params = meant.params
    what = params.q or (_("support") if Taxonomy.LANGUAGE in taken else _("everything"))
    if Taxonomy.KIND in taken:
        what = _KINDS.get(params.kind[0], "")
        what = _(what) if what else vocabulary.label(Taxonomy.KIND, params.kind[0])
        if params.q:
            what = _("%(who)s matching “%(words)s”", who=what, words=params.q)
    if Taxonomy.LANGUAGE in taken:
        what = _say_languages(what, params.language, vocabulary, by_people=Taxonomy.KIND in taken)
    place = meant.place or (meant.params.near if _says_nearby(meant) else "")
    if not place:
        return what
    if Taxonomy.LANGUAGE in taken:
        return _("%(what)s, near %(place)s", what=what, place=place)
    return _("%(what)s near %(place)s", what=what, place=place)


def _says_nearby(meant: Understanding) -> bool:
    """The text says "near me", without a place."""
    return any(piece.taxonomy is None and not piece.value for piece in meant.taken)


def _say_languages(what: str, codes: tuple[str, ...], vocabulary: Vocabulary, *, by_people: bool) -> str:
    languages = listed(vocabulary.labels(Taxonomy.LANGUAGE, codes), "or")
    if not by_people:
        return _("%(what)s in %(languages)s", what=what, languages=languages)
    signed = {term.code for term in vocabulary.terms[Taxonomy.LANGUAGE] if term.parent == _SIGNED}
    if signed.issuperset(codes):
        return _("%(who)s who use %(languages)s", who=what, languages=languages)
    return _("%(who)s who speak %(languages)s", who=what, languages=languages)
