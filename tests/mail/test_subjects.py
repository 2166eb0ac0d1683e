"""No letter says anything about anybody in its subject: every call in the code is read."""

import ast
from pathlib import Path

import marketplace
from marketplace.mail.rules import KINDS

ROOT = Path(marketplace.__file__).parent


def letters():
    """Every place where a letter is written: its file and its constants, the kind and the subject said."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text())
        constants = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Letter":
                values = {keyword.arg: keyword.value for keyword in node.keywords}
                assert not node.args, f"{path}: say kind= and subject="
                yield f"{path}:{node.lineno}", constants, values["kind"], values["subject"]


def is_fixed(subject):
    """One sentence of gettext with nothing filled in, or a choice of two."""
    if isinstance(subject, ast.IfExp):
        return is_fixed(subject.body) and is_fixed(subject.orelse)
    return (
        isinstance(subject, ast.Call)
        and getattr(subject.func, "id", None) in {"_", "gettext"}
        and len(subject.args) == 1
        and isinstance(subject.args[0], ast.Constant)
        and not subject.keywords
        and not set("@%{}\n") & set(subject.args[0].value)
    )


def is_known(kind, constants):
    """A kind of the registry, said there or by a constant of the module."""
    named = constants.get(kind.id) if isinstance(kind, ast.Name) else kind
    return isinstance(named, ast.Constant) and named.value in KINDS


def test_there_are_letters():
    assert len(list(letters())) > 10


def test_every_subject_is_one_fixed_sentence():
    strange = [where for where, _constants, _kind, subject in letters() if not is_fixed(subject)]
    assert strange == []


def test_every_kind_that_is_written_is_known():
    strange = [where for where, constants, kind, _subject in letters() if not is_known(kind, constants)]
    assert strange == []


def test_a_subject_with_something_filled_in_is_seen():
    filled = '_("Hello %(name)s", name=name)', 'f"Hello {name}"', '_("A") + name', '_("A") if x else name'
    assert not any(is_fixed(ast.parse(each).body[0].value) for each in filled)
