import pytest

from marketplace.councils import service
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError

WILTSHIRE, SOMERSET = "E06000054", "E06000066"


async def test_a_place_without_its_council_in_the_system_has_the_national_defaults(db):
    settings = await service.get_council_settings(WILTSHIRE)
    assert (settings.name, settings.version, settings.is_in_system) == ("Wiltshire", 0, False)
    assert settings.confirm_every_days == 91
    assert await service.responsible_council(WILTSHIRE) == NATIONAL
    assert await service.responsible_council(None) == NATIONAL


async def test_a_council_in_the_system_looks_after_its_own(db):
    assert await service.add_council(WILTSHIRE, actor="test")
    assert await service.responsible_council(WILTSHIRE) == WILTSHIRE
    assert await service.responsible_council(SOMERSET) == NATIONAL
    assert [council.code for council in await service.list_councils_in_system()] == [WILTSHIRE]


async def test_adding_a_council_twice_changes_nothing(db):
    assert await service.add_council(WILTSHIRE, actor="test")
    assert not await service.add_council(WILTSHIRE, actor="test")


async def test_a_council_that_does_not_exist_is_not_added(db):
    with pytest.raises(NotFoundError):
        await service.add_council("E99999999", actor="test")


async def test_what_one_council_chooses_holds_there_only(db):
    await service.add_council(WILTSHIRE, actor="test")
    await service.add_council(SOMERSET, actor="test")
    await service.update_council_settings(WILTSHIRE, {"confirm_every_days": 60}, 1, actor="test")
    assert (await service.get_council_settings(WILTSHIRE)).confirm_every_days == 60
    assert (await service.get_council_settings(SOMERSET)).confirm_every_days == 91


async def test_what_the_national_team_chooses_holds_where_no_council_is_in_the_system(db):
    await service.add_council(NATIONAL, actor="test")
    await service.add_council(SOMERSET, actor="test")
    await service.update_council_settings(NATIONAL, {"confirm_every_days": 60}, 1, actor="test")
    assert (await service.get_council_settings(WILTSHIRE)).confirm_every_days == 60
    assert (await service.get_council_settings(SOMERSET)).confirm_every_days == 91


async def test_the_second_of_two_who_change_the_settings_is_told(db):
    await service.add_council(WILTSHIRE, actor="test")
    await service.update_council_settings(WILTSHIRE, {"warn_days": 7}, 1, actor="test")
    with pytest.raises(ConflictError):
        await service.update_council_settings(WILTSHIRE, {"warn_days": 9}, 1, actor="test")
    assert (await service.get_council_settings(WILTSHIRE)).warn_days == 7


async def test_settings_that_make_no_sense_are_refused(db):
    await service.add_council(WILTSHIRE, actor="test")
    with pytest.raises(InvalidError) as caught:
        await service.update_council_settings(WILTSHIRE, {"confirm_every_days": 0}, 1, actor="test")
    assert [problem.field for problem in caught.value.problems] == ["confirm_every_days"]
