"""`marketplace create-account`, and the people whom the demonstration prints."""

import asyncio
import re

import asyncpg
import pytest
from msgspec.structs import replace

from marketplace.accounts.demonstration.rules import is_made_up
from marketplace.accounts.schemas import Role
from marketplace.cli.demo import _print_people
from marketplace.kernel.settings import Settings
from seed.demo.sign_ins import made_up_people
from tests.cli.conftest import run


@pytest.fixture(scope="module")
def migrated(postgres, database_template, fresh_dir):
    async def create():
        connection = await asyncpg.connect(postgres.url())
        await connection.execute(f"CREATE DATABASE create_account TEMPLATE {database_template}")
        await connection.close()

    asyncio.run(create())
    return {"DATABASE_URL": postgres.url("create_account"), "MARKETPLACE_DATA_DIR": str(fresh_dir())}


def rows(url, query):
    async def fetch():
        connection = await asyncpg.connect(url)
        found = await connection.fetch(query)
        await connection.close()
        return [tuple(row) for row in found]

    return asyncio.run(fetch())


def create(settings, *options):
    return run("create-account", *options, **settings)


def test_the_first_administrator_brings_the_council_and_gets_a_password_once(migrated):
    options = ("--council", "e06000054", "--address", "Boss@Wiltshire.gov.uk")
    done = create(migrated, "--role", "administrator", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert "In the system from now on: Wiltshire." in done.stdout
    password = re.search(r"password is (\S+) ", done.stdout)[1]
    assert len(password) >= 19
    assert rows(migrated["DATABASE_URL"], "SELECT code FROM council") == [("E06000054",)]
    [(kept, role, council)] = rows(
        migrated["DATABASE_URL"],
        "SELECT a.password_hash, g.role, g.council_code FROM account a JOIN role_grant g ON g.account = a.id",
    )
    assert kept.startswith("$argon2id$")
    assert (role, council) == ("administrator", "E06000054")
    again = create(migrated, "--role", "steward", *options)
    assert again.returncode == 0
    assert "has the role too" in again.stdout
    assert "password is" not in again.stdout
    assert rows(migrated["DATABASE_URL"], "SELECT password_hash FROM account") == [(kept,)]
    audited = rows(migrated["DATABASE_URL"], "SELECT DISTINCT actor FROM audit_entry")
    assert audited == [("create-account",)]
    assert password not in repr(rows(migrated["DATABASE_URL"], "SELECT * FROM audit_entry"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--role", "emperor", "--address", "a@b.example"), "There is no role 'emperor'"),
        (("--role", "steward", "--address", "a@b.example"), "Say with --council"),
        (("--role", "steward", "--council", "X", "--address", "a@b.example"), "no council with the code"),
        (("--role", "person", "--council", "E06000054", "--address", "a@b.example"), "leave --council out"),
        (("--role", "person", "--address", "a@b"), "no email address"),
        (("--role", "person", "--address", "a@b.example\nbcc: c@d.example"), "no email address"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(migrated, options, words):
    done = create(migrated, *options)
    assert done.returncode == 1
    assert done.stdout == ""
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_demonstration_prints_somebody_for_each_role(tmp_path, capsys):
    settings = Settings(data_dir=tmp_path, demonstration=True)
    _print_people(settings)
    printed = capsys.readouterr().out
    for role in Role:
        assert re.search(rf"@demonstration\.example\s+{role.value}", printed)
    assert re.search(r"@demonstration\.example\s+supporter", printed)
    assert "steward, Wiltshire" in printed
    assert "steward, Bristol" in printed
    _print_people(replace(settings, demonstration=False))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("council", [None, "E06000023", "E06000054", "E10000027"])
def test_a_demonstration_of_any_council_has_a_steward_of_another(council):
    people = made_up_people(council)
    councils = {person.council_code for person in people if person.role is Role.STEWARD}
    assert len(councils) == 2
    assert council is None or council in councils
    assert all(is_made_up(person.address) for person in people)
