"""Where pages of meeting are, and what they say."""

from typing import Any
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.people.pools.rules import MINE_PATH, PATH, PUBLIC_PATH
from marketplace.people.pools.starting.rules import typed_times
from marketplace.pooling.finding.saying.rules import times_words
from marketplace.pooling.meeting.rules import distance_words
from marketplace.pooling.meeting.schemas import MatchView, Wish, WishContent
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


def title_words(wish: WishContent) -> str:
    """What a wish is called: as its owner calls it, or what it is for."""
    return wish.title or support_words(wish.support_type)


def care_words(code: str | None) -> str:
    """For whom a wish is most of all; "" for anybody."""
    return taxonomies.label(Taxonomy.CARE_GROUP, code) if code else ""


def wish_words(wish: Wish) -> str:
    """When and where somebody looks, in a line."""
    times = times_words(wish.content.times) or _("any day")
    parts = (care_words(wish.content.care_group), times, wish.area.outcode)
    return " · ".join(part for part in parts if part)


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
        "title": content.title,
        "care_group": content.care_group,
        "acting_for": str(content.acting_for) if content.acting_for else for_myself,
        **typed_times(content.times),
    }


def begun_pool(match: MatchView, own: WishContent) -> dict[str, Any]:
    """What a pool of two who want the same begins with: what the one who starts it calls it, or the other."""
    usual = _("%(what)s, together", what=support_words(match.support_type))[:LONGEST_TITLE]
    groups = dict.fromkeys(code for code in (own.care_group, match.care_group) if code)
    return {
        "title": own.title or match.title or usual,
        "support_types": [match.support_type],
        "care_groups": list(groups) if own.care_group and match.care_group else [],
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
