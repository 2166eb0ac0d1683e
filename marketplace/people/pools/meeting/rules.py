"""Where pages of meeting are, and what they say."""

from typing import Any
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.people.pools.rules import MINE_PATH, PATH, PUBLIC_PATH
from marketplace.people.pools.starting.rules import typed_times
from marketplace.pooling.finding.saying.rules import times_words
from marketplace.pooling.meeting.rules import distance_words
from marketplace.pooling.meeting.schemas import MatchView, Wish
from marketplace.pooling.writing.rules import LONGEST_TITLE
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

WISHES_PATH = f"{PUBLIC_PATH}/wishes"
WISH_PATH = f"{WISHES_PATH}/{{wish_id:uuid}}"
MATCH_PATH = f"{WISHES_PATH}/people/{{match_id:uuid}}"
TALK_PATH = f"{PATH}/talk"
THREAD_PATH = f"{TALK_PATH}/{{member_id:uuid}}"


def wish_url(wish_id: UUID) -> str:
    """The page of a wish, for its owner."""
    return f"{WISHES_PATH}/{wish_id}"


def match_url(match_id: UUID) -> str:
    """Where a match is answered."""
    return f"{WISHES_PATH}/people/{match_id}"


def thread_url(pool_id: UUID, about_member: UUID | None) -> str:
    """A thread of a pool."""
    end = f"/{about_member}" if about_member else ""
    return f"{MINE_PATH}/{pool_id}/talk{end}"


def support_words(code: str) -> str:
    """What somebody looks for."""
    return taxonomies.label(Taxonomy.SUPPORT_TYPE, code)


def wish_words(wish: Wish) -> str:
    """When and where somebody looks, in a line."""
    times = times_words(wish.content.times) or _("any day")
    return f"{times} · {wish.area.outcode}"


def match_words(match: MatchView) -> str:
    """Somebody who wants the same, without a word of who it is."""
    what = support_words(match.support_type)
    away = distance_words(match.miles)
    if not match.times:
        return _("Somebody %(away)s wants the same: %(what)s.", away=away, what=what)
    when = times_words(match.times)
    return _("Somebody %(away)s wants the same: %(what)s, %(when)s.", away=away, what=what, when=when)


def typed_wish(wish: Wish, for_myself: str) -> dict[str, Any]:
    """What stands in the form of a wish. The postcode is not known any more."""
    content = wish.content
    return {
        "version": str(wish.version),
        "name": content.name,
        "acting_for": str(content.acting_for) if content.acting_for else for_myself,
        **typed_times(content.times),
    }


def begun_pool(match: MatchView) -> dict[str, Any]:
    """What a pool of two who want the same begins with."""
    return {
        "title": _("%(what)s, together", what=support_words(match.support_type))[:LONGEST_TITLE],
        "support_types": [match.support_type],
        "places": 4,
        **typed_times(match.times),
    }


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "wished": _("Kept. We tell you by email when somebody near you wants the same."),
        "changed": _("Kept."),
        "renewed": _("Kept for another 90 days."),
        "letters-on": _("We write to you when there is something new."),
        "letters-off": _("We write to you no more about this."),
        "ended": _("Done. Nobody is told of it any more."),
        "yes": _("You said yes. If they do too, you both see the names. We tell you by email then."),
        "both": _("You both said yes. You see each other's chosen names now."),
        "no": _("You said no. They are not told, and we do not ask you about them again."),
        "sent": _("Sent."),
        "muted": _("You get no more emails about messages in this pool."),
        "unmuted": _("You get an email when somebody writes, once a day at most."),
        "reported": _("Thank you. It was sent. Nobody of the pool is told who reported it."),
    }.get(code, "")
