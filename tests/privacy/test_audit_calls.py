"""Whoever records what changed says whose it is, or stands in the list of those who need not, with why."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOBODYS = {
    "accounts/joining/service.py sign_up": "as what somebody joined: one of three words",
    "accounts/roles/service.py grant_role": "a role and a council's code",
    "accounts/roles/service.py end_role": "a role and a council's code",
    "accounts/service.py add": "roles and councils' codes",
    "accounts/staff/service.py join": "roles, and the id of the invitation",
    "accounts/staff/service.py invite": "roles; the address is left out",
    "accounts/leaving/service.py end_role": "a role and a council's code",
    "accounts/unused/service.py warn_unused": "a day",
    "administration/trail/service.py export": "what was asked for: codes, ids and dates",
    "cli/preparing.py ACTION": "how many listings are made up, and for which council",
    "concerns/escalation/service.py escalate": "how many were told",
    "concerns/handling/service.py action": "an outcome; words and names are left out",
    "concerns/service.py report": "a kind and the id of the listing; words and names are left out",
    "councils/service.py add": "a council's code",
    "councils/service.py update": "settings of a council, which speak for it and not for a person",
    "gaps/areas/imports/service.py import": "councils' codes and counts of areas",
    "gaps/need/imports/service.py import": "councils' codes and counts of rows",
    "gaps/words/service.py action": "words of a council, which speak for it",
    "listings/editing/service.py begin": "a kind of support, or the id of a listing",
    "listings/imports/kept/service.py action": "counts; the file's name is left out",
    "listings/media/service.py add_picture": "the hash of a picture",
    "listings/organizations/invites/service.py invite": "a role; the address is left out",
    "listings/reviewing/behalf/service.py write_on_behalf": "the id of a listing",
    "pooling/desk/checking/service.py tick": "a code of the list of a new pool",
    "pooling/desk/checking/service.py untick": "a code of the list of a new pool",
    "pooling/money/entries/service.py fold": "a count",
    "pooling/money/entries/service.py record": "ids, a number and a kind; amounts and words are left out",
    "pooling/money/receipts/service.py add": "the id of an entry",
    "pooling/money/receipts/service.py remove": "the id of an entry",
    "pooling/money/sessions/service.py action": "the id of a pool",
    "places/service.py set": "a public service of a council: its name, telephone and page",
}
"""File and action -> why `before` and `after` say nothing of a person."""
PRIVATE = ("address", "contact", "postcode", "token", "password", "secret", "email", "phone", "key")


def details_of(call):
    return [each for each in call.keywords if each.arg in {"before", "after"}]


def is_record(call):
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in {"record", "record_many"}
        and isinstance(function.value, ast.Name)
        and function.value.id == "audit"
    )


def calls():
    """Every call of the audit trail: its file, its action as written, the call."""
    for folder in ("marketplace", "seed"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and is_record(call):
                    action = ast.unparse(call.args[0]).strip("'")
                    yield path.relative_to(ROOT / folder).as_posix(), action, call


def says_what_changed(call):
    # The fifth and sixth by position are before and after; of many, a mapping holds them.
    if call.func.attr == "record_many":
        return isinstance(call.args[3], ast.Dict | ast.DictComp)
    return bool(details_of(call)) or len(call.args) > 4


CALLS = list(calls())


def test_there_are_calls_to_look_at():
    assert len(CALLS) > 50


def test_what_changed_has_a_subject_unless_it_says_nothing_of_a_person():
    unsaid = {
        f"{path} {action}"
        for path, action, call in CALLS
        if says_what_changed(call) and not {"subject", "subjects"} & {each.arg for each in call.keywords}
    }
    assert unsaid == set(NOBODYS)


@pytest.mark.parametrize(
    ("path", "action", "call"), CALLS, ids=[f"{p}-{a}-{n}" for n, (p, a, _) in enumerate(CALLS)]
)
def test_no_change_is_recorded_with_something_secret_by_name(path, action, call):
    del path, action
    for detail in details_of(call):
        names = {
            node.value if isinstance(node, ast.Constant) else node.attr
            for node in ast.walk(detail.value)
            if isinstance(node, ast.Attribute | ast.Constant)
        }
        assert not [name for name in names for word in PRIVATE if word in str(name).split("_")]
