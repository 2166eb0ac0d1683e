"""Decisions about councils as pure functions: what holds where a council chose, and where it did not."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import structs

from marketplace.councils.schemas import NATIONAL, CouncilSettings, Looks, SafeguardingContact, SingleSignOn
from marketplace.kernel.i18n import gettext as _

NOT_KEPT = frozenset({"code", "name", "version"})
"""Fields of the settings that have columns of their own, or follow from the code."""


def default_settings(code: str, name: str) -> CouncilSettings:
    """What holds for a place when nobody chose anything."""
    return CouncilSettings(code=code, name=name)


def read_settings(code: str, name: str, version: int, kept: Mapping[str, Any]) -> CouncilSettings:
    """What a council chose, over the defaults. What is kept was checked when it came in."""
    return msgspec.convert({**kept, "code": code, "name": name, "version": version}, CouncilSettings)


def kept_values(settings: CouncilSettings) -> dict[str, Any]:
    """What of the settings differs from the defaults, as plain JSON values: defaults may still be mended."""
    defaults = msgspec.to_builtins(default_settings(settings.code, settings.name))
    values = msgspec.to_builtins(settings)
    return {name: value for name, value in values.items() if name not in NOT_KEPT and value != defaults[name]}


def as_of_elsewhere(national: CouncilSettings, code: str, name: str) -> CouncilSettings:
    """The national settings as they hold for a place whose council is not in the system.

    Sign-in and looks stay with the national team, which is also not told of pools elsewhere.
    """
    return structs.replace(
        national,
        code=code,
        name=name,
        version=0,
        looks=Looks(),
        words={},
        single_sign_on=SingleSignOn(),
        pooling=structs.replace(national.pooling, contact_email=""),
    )


def default_safeguarding(council_name: str | None, *, is_in_northern_ireland: bool) -> SafeguardingContact:
    """Whom to tell where the council gave nobody: its adult social care team, by its own number."""
    if is_in_northern_ireland:
        return SafeguardingContact(
            name=_("The adult safeguarding team of your Health and Social Care Trust"),
            url="https://www.nidirect.gov.uk",
            hours=_("Ring the Trust. Its phone line says whom to ring in the evening and at weekends."),
            is_national_default=True,
        )
    name = (
        _("The adult social care team of %(council)s council", council=council_name)
        if council_name
        else _("The adult social care team of your council")
    )
    return SafeguardingContact(
        name=name,
        url="https://www.gov.uk/find-local-council",
        hours=_("Ring the council. Its phone line says whom to ring in the evening and at weekends."),
        is_national_default=True,
    )


def changed_values(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs of two sets of values: as it was, and as it became."""
    names: Iterable[str] = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def is_national(code: str | None) -> bool:
    """Whether a code stands for all places without a council in the system."""
    return code is None or code == NATIONAL
