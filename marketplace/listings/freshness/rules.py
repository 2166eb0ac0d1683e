"""When which step is due."""

from collections.abc import Mapping
from datetime import date, timedelta

from marketplace.councils.schemas import CouncilSettings
from marketplace.listings.freshness.schemas import Away, AwayStage, Intervals


def intervals_of(code: str, settings: CouncilSettings) -> Intervals:
    """The steps of a council: asked, asked again half way to being ranked lower, lower, warned, hidden."""
    lower = max(0, settings.rank_lower_after_days)
    hide = max(lower, settings.hide_after_days)
    warned = max(lower, hide - settings.warn_days)
    return Intervals(
        code=code,
        every=settings.confirm_every_days,
        offsets=(0, lower // 2, lower, warned, hide),
        sign_in_every=settings.sign_in_every_days,
        warn=min(settings.warn_days, settings.sign_in_every_days),
    )


def away_stage(away: Away, seen_on: Mapping[object, date], today: date, rules: Intervals) -> AwayStage | None:
    """The step that a listing takes today, if any. It is hidden only after it was warned for long enough."""
    active_on = last_active_on(away, seen_on)
    stage = away.stage if away.stage_active_on == active_on else AwayStage.NONE
    gone_on = active_on + timedelta(days=rules.sign_in_every)
    if stage is AwayStage.NONE and today >= gone_on - timedelta(days=rules.warn):
        return AwayStage.WARNED
    if stage is AwayStage.WARNED and away.reached_on is not None:
        warned_enough = today >= away.reached_on + timedelta(days=rules.warn)
        return AwayStage.HIDDEN if today >= gone_on and warned_enough else None
    return None


def last_active_on(away: Away, seen_on: Mapping[object, date]) -> date:
    """The last day on which its people were here, or said anything of it."""
    return max(away.active_on, *(seen_on.get(account, away.active_on) for account in away.accounts))
