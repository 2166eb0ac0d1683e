"""The doctor on the secret key and on made-up people."""

from uuid import uuid4

import pytest

from marketplace.accounts.second_factor.service import put_second_factor
from marketplace.cli.doctor_secrets import secret_findings
from marketplace.kernel import secrets
from marketplace.kernel.settings import Settings
from seed.demo.accounts import load_people
from tests.factories.accounts import make_account
from tests.factories.listings import make_activity, publish
from tests.kernel.test_secrets import OF_TESTS

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / str(uuid4()), secret_key=OF_TESTS.decode())


async def told(settings):
    return {each.subject: each for each in await secret_findings(settings, is_own=False)}


async def test_a_key_that_reads_what_was_written_is_fine(db, settings):
    assert "nothing was written" in (await told(settings))["secret key"].words
    await put_second_factor((await make_account("person")).id, KEY, actor="test")
    found = (await told(settings))["secret key"]
    assert "reads what was written" in found.words
    assert not found.is_wrong


async def test_another_key_is_wrong(db, settings):
    await put_second_factor((await make_account("person")).id, KEY, actor="test")
    try:
        secrets.use_secret(b"another secret key than that of the tests")
        found = (await told(settings))["secret key"]
    finally:
        secrets.use_secret(OF_TESTS)
    assert found.is_wrong
    assert "MARKETPLACE_SECRET_KEY" in found.words


async def test_looking_makes_no_key(db, tmp_path):
    settings = Settings(data_dir=tmp_path / "new")
    assert "none yet" in (await told(settings))["secret key"].words
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("demonstration", [True, False])
async def test_made_up_people_do_not_stand_beside_real_listings(db, tmp_path, demonstration):
    settings = Settings(data_dir=tmp_path, demonstration=demonstration)
    await load_people(None)
    assert "made-up people" not in await told(settings)
    await publish(make_activity())
    assert ("made-up people" in await told(settings)) is not demonstration
