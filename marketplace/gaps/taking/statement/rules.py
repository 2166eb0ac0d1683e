"""A market position statement out of what is known of a council's market. Pure."""

from collections.abc import Iterable
from datetime import datetime

from marketplace.gaps.reading.rules import rank
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.taking.rules import is_known, share_short, total_people, total_words
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts import rules as parts
from marketplace.gaps.taking.statement.parts.demand.rules import demand
from marketplace.gaps.taking.statement.parts.sources.rules import method
from marketplace.gaps.taking.statement.parts.supply.rules import supply
from marketplace.gaps.taking.statement.schemas import MapDrawing, Part, Statement, StatementWords
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.i18n import current_language, ngettext, text_direction
from marketplace.kernel.i18n import gettext as _

MOST_SHORT = 4
METHOD_PATH = "/market/method"


def make_statement(
    market: Market, drawing: MapDrawing | None, address: str, *, is_public: bool = False
) -> Statement:
    """The statement of a council.

    For the public it has the words that were published and no part that waits to be written; else the words
    that are worked on.
    """
    words = (market.words.published or MarketWords()) if is_public else market.words.draft
    made: Iterable[Part] = (
        parts.quality(market, words),
        supply(market),
        demand(market),
        parts.gaps(market, drawing),
        parts.ambitions(words),
        parts.working_with_us(market, words, address),
        method(market, f"{address}{METHOD_PATH}"),
    )
    name = market.council.name
    return Statement(
        title=_("Market position statement: %(council)s", council=name),
        council=name,
        council_code=market.council.code,
        language=current_language(),
        direction=text_direction(),
        kind="standard",
        lead=_(
            "What support there is for people who arrange it themselves, who needs it, what is missing and "
            "where: for providers, for people who think of starting something, and for everybody else."
        ),
        version=version_words(market.made_at, market.words.version),
        short=tuple(_short(market)),
        parts=tuple(part for part in made if not (is_public and part.is_empty)),
        made=_(
            "Made on %(day)s from what was known on that day. Every number says where it comes from; numbers "
            "with “about” are estimates. How each is worked out: %(url)s",
            day=wording.day_words(market.made_at),
            url=f"{address}{METHOD_PATH}",
        ),
        method_url=f"{address}{METHOD_PATH}",
        words=StatementWords(
            page_of=_("Page {} of {}"),
            missing=_("Some signs could not be printed; a box stands for each."),
            contents=_("Contents"),
            in_short=_("In short"),
            chart=_("As a bar"),
        ),
    )


def version_words(made_at: datetime, version: int) -> str:
    """Which one it is: two of the same minute and words are the same."""
    when = _("%(day)s, %(time)s", day=wording.day_words(made_at), time=wording.time_words(made_at))
    if not version:
        return _("Version of %(when)s", when=when)
    return _("Version of %(when)s (the council's words: version %(number)s)", when=when, number=version)


def _short(market: Market) -> Iterable[str]:
    """The most important facts: what there is, for whom there is too little, where it is worst."""
    yield ngettext(
        "%(num)s option reaches people in %(council)s.",
        "%(num)s options reach people in %(council)s.",
        len(market.supply),
        council=market.council.name,
    )
    if not is_known(market.hours):
        return
    views = [view for view in market.hours.groups if share_short(view)]
    for view in sorted(views, key=lambda each: (-share_short(each), each.group))[:MOST_SHORT]:
        yield _(
            "%(group)s: %(people)s (%(share)s%%) live where there are less than half of the free hours that "
            "are usual in England.",
            group=group_words(view.group),
            people=total_words(total_people(view, only_short=True), view.source),
            share=share_short(view),
        )
    found = rank(market.hours)
    if found:
        yield _(
            "The biggest gap: %(group)s in %(area)s.",
            group=group_words(found[0].group),
            area=found[0].area.name,
        )
