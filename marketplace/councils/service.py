"""The door of the councils room. One function = one use case = one transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import structs

from marketplace.audit import service as audit
from marketplace.councils import repository, rules
from marketplace.councils.checking import rules as checking
from marketplace.councils.schemas import (
    NATIONAL,
    CouncilName,
    CouncilSettings,
    Logo,
    SafeguardingContact,
)
from marketplace.kernel import clock, secrets
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.pictures import redraw_picture
from marketplace.mail import service as mail
from marketplace.mail.schemas import Action, Letter
from marketplace.places import service as places
from marketplace.places.rules import NORTHERN_IRELAND
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

RECORD_TYPE = "council"
LOGO_SIDE = 480
_PURPOSE = "client secret"
_NAMESPACE = UUID("a5b3f0a4-0c61-5a3c-9d4b-6f4c0e1c7d52")
_CHANGEABLE = frozenset(each.name for each in structs.fields(CouncilSettings)) - rules.NOT_KEPT


async def get_council_settings(code: str | None) -> CouncilSettings:
    """What holds in a council's area: its own settings, else the national ones. One statement.

    Takes any code that the places room understands (a district's, a council of old), `NATIONAL` or None.
    """
    return (await list_council_settings([code]))[code]


async def list_council_settings(codes: Iterable[str | None]) -> dict[str | None, CouncilSettings]:
    """What holds in each of these councils' areas, by the codes as they were given. One statement."""
    wanted = {code: _resolve(code) for code in codes}
    rows = await repository.find(NATIONAL, *wanted.values())
    national = _settings_of(rows.get(NATIONAL), NATIONAL)
    return {code: _choose(rows, national, resolved) for code, resolved in wanted.items()}


async def responsible_council(code: str | None) -> str:
    """Whose stewards look after a place: its council's if that is in the system, else NATIONAL."""
    resolved = _resolve(code)
    return resolved if resolved in await repository.find(resolved) else NATIONAL


async def list_councils_in_system() -> tuple[CouncilName, ...]:
    """Councils that are in the system, by name; not NATIONAL."""
    codes = [code for code in await repository.list_codes() if code != NATIONAL]
    councils = (CouncilName(code=code, name=council_name(code)) for code in codes)
    return tuple(sorted(councils, key=lambda council: council.name))


def council_name(code: str | None) -> str:
    """What people call a council: "Wiltshire"; words of its own for NATIONAL."""
    if rules.is_national(code):
        return _("All other places")
    council = places.find_council(code or "")
    return council.name if council else _("A council that we do not know")


def council_id(code: str) -> UUID:
    """The id by which the audit trail knows a council."""
    return uuid5(_NAMESPACE, code)


async def find_safeguarding(code: str | None) -> SafeguardingContact:
    """Whom to tell when somebody in a council's area may be unsafe; where to ask, if it gave nobody."""
    return safeguarding_of(await get_council_settings(code))


def safeguarding_of(settings: CouncilSettings) -> SafeguardingContact:
    """Whom to tell, by settings that are at hand already."""
    if settings.safeguarding.phone:
        return settings.safeguarding
    council = places.find_council(settings.code)
    default = rules.default_safeguarding(
        council.name if council else None,
        is_in_northern_ireland=council is not None and council.nation_code == NORTHERN_IRELAND,
    )
    return structs.replace(default, email=settings.safeguarding.email)


def code_of(code: str) -> str:
    """Today's code of the council behind a code, or NATIONAL. NotFoundError when there is no such council."""
    return NATIONAL if code.lower() == NATIONAL else places.get_council(code.upper()).code


async def add_council(code: str, *, actor: str) -> bool:
    """Put a council into the system, with the national defaults; False when it is in it already.

    `NATIONAL` takes the place of the built-in defaults. NotFoundError when there is no such council.
    """
    resolved = code_of(code)
    async with transaction():
        added = await repository.add(resolved, clock.now())
        if added:
            await audit.record(
                "add", RECORD_TYPE, council_id(resolved), actor, after={"council": resolved}, council=resolved
            )
    return added


async def update_council_settings(
    code: str,
    changes: Mapping[str, Any],
    expected_version: int,
    *,
    actor: str,
    client_secret: str | None = None,
) -> CouncilSettings:
    """Change some settings of a council, by the names of `CouncilSettings`; return all as they are now.

    `client_secret` takes the place of the one that is kept; "" removes it, None leaves it.

    Raises:
        NotFoundError: the council is not in the system.
        ConflictError: somebody changed its settings since `expected_version`.
        InvalidError: with every problem, by the field of the form.
    """
    if unknown := set(changes) - _CHANGEABLE:
        raise ValueError(f"There are no settings named {sorted(unknown)}.")
    async with transaction():
        row = await repository.lock(code)
        if row is None:
            raise NotFoundError(_("This council is not in the system."))
        if row.version != expected_version:
            raise ConflictError(
                _("Somebody changed these settings while you were at it. Look at them as they are now.")
            )
        before = _settings_of(row, code)
        after = _changed(before, changes, client_secret)
        await repository.put(code, rules.kept_values(after), version=after.version, at=clock.now())
        if client_secret is not None:
            await _put_secret(code, client_secret)
        await _tell_contact(before, after)
        was, became = rules.changed_values(_audited(before), _audited(after))
        if client_secret:
            became["client_secret"] = "changed"  # noqa: S105 - the word, for the audit trail
        await audit.record(
            "update", RECORD_TYPE, council_id(code), actor, before=was, after=became, council=code
        )
    return after


def support_version(support: DirectPaymentSupport) -> str:
    """What stands for these facts in a form: they have no version of their own."""
    return hashlib.blake2b(msgspec.json.encode(support), digest_size=12).hexdigest()


async def set_support(code: str, support: DirectPaymentSupport, expected_version: str, *, actor: str) -> None:
    """Put on record who helps with direct payments; `expected_version` is that of what was seen.

    Raises:
        NotFoundError: the council is not in the system.
        ConflictError: it is no longer what was seen.
        InvalidError: what is wrong with the facts.
    """
    async with transaction():
        if await repository.lock(code) is None:
            raise NotFoundError(_("This council is not in the system."))
        if support_version(await places.find_support(code)) != expected_version:
            raise ConflictError(
                _("Somebody changed these facts while you were at it. Look at them as they are now.")
            )
        await places.set_support(code, support, actor)


async def get_client_secret(code: str) -> str:
    """The secret by which a council's sign-in service knows us. Never for a page or a log.

    Raises:
        NotFoundError: there is none.
        OperatorError: it was sealed with another key.
    """
    sealed = await repository.find_secret(code)
    if sealed is None:
        raise NotFoundError(_("Single sign-on is not set up."))
    return secrets.unseal(_PURPOSE, sealed, of=code)


async def put_logo(content: bytes) -> str:
    """Draw a logo anew (JPEG, PNG or WebP; no SVG), keep it, and return its name for `Looks.logo`.

    PictureError says in words why a file cannot be used.
    """
    picture = await redraw_picture(content, longest_side=LOGO_SIDE)
    name = hashlib.sha256(picture.content).hexdigest()
    logo = Logo(content=picture.content, content_type=picture.content_type)
    await repository.add_logo(name, logo, clock.now())
    return name


async def get_logo(name: str) -> Logo:
    """A logo by its name, also one that another took the place of; NotFoundError when there is none."""
    logo = await repository.find_logo(name)
    if logo is None:
        raise NotFoundError(_("This picture is not here."))
    return logo


def _changed(
    before: CouncilSettings, changes: Mapping[str, Any], client_secret: str | None
) -> CouncilSettings:
    """The settings with the changes. InvalidError with every problem."""
    after = structs.replace(before, **changes, version=before.version + 1)
    if client_secret is not None:
        sign_on = structs.replace(after.single_sign_on, has_secret=bool(client_secret))
        after = structs.replace(after, single_sign_on=sign_on)
    if problems := checking.check_settings(after, _known()):
        raise InvalidError(problems)
    return after


async def _tell_contact(before: CouncilSettings, after: CouncilSettings) -> None:
    """Write to a new address for safeguarding that it is one, before the first concern comes."""
    address = after.safeguarding.email
    if not address or address == before.safeguarding.email:
        return
    letter = Letter(
        kind="concern_for_council",
        subject=_("Concerns about people's safety come to this address from now on"),
        parts=(
            _("This address was given as the safeguarding contact for all places without a council here.")
            if rules.is_national(after.code)
            else _("%(council)s gave this address as its contact for safeguarding.", council=after.name),
            _(
                "When somebody worries about a person's safety and tells us on the website, we write to "
                "you at once. Please see that somebody reads these letters every day."
            ),
            Action(_("See the website"), "/"),
        ),
    )
    await mail.queue_letter(address, letter)


def _resolve(code: str | None) -> str:
    if code is None or code == NATIONAL:
        return NATIONAL
    council = places.find_council(code)
    return council.code if council else NATIONAL


def _settings_of(row: repository.Row | None, code: str) -> CouncilSettings:
    if row is None:
        return rules.default_settings(code, council_name(code))
    settings = rules.read_settings(code, council_name(code), row.version, row.settings)
    sign_on = structs.replace(settings.single_sign_on, has_secret=row.has_secret)
    return structs.replace(settings, single_sign_on=sign_on)


def _choose(rows: dict[str, repository.Row], national: CouncilSettings, code: str) -> CouncilSettings:
    if code == NATIONAL:
        return national
    if code in rows:
        return _settings_of(rows[code], code)
    return rules.as_of_elsewhere(national, code, council_name(code))


def _audited(settings: CouncilSettings) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(settings)
    return {name: value for name, value in values.items() if name not in rules.NOT_KEPT}


async def _put_secret(code: str, client_secret: str) -> None:
    sealed = secrets.seal(_PURPOSE, client_secret, of=code) if client_secret else None
    await repository.put_secret(code, sealed)


@cache
def _known() -> checking.Known:
    names = {"kind": Taxonomy.KIND, "check": Taxonomy.CHECK, "language": Taxonomy.LANGUAGE}
    return {name: taxonomies.codes(taxonomy) for name, taxonomy in names.items()}
