"""The map does not lie: what the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", "node_modules", "build"} & set(path.relative_to(ROOT).parts)
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE_PATH = re.compile(r"`((?:marketplace|search|seed|tests|deploy|docs)/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    broken = [
        target
        for target in LINK.findall(document.read_text())
        if not re.match(r"[a-z]+:|#", target) and not (document.parent / target.split("#")[0]).exists()
    ]
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_files_exist(document):
    missing = [
        name
        for name in CODE_PATH.findall(document.read_text())
        if "*" not in name and not (ROOT / name).exists()
    ]
    assert not missing


def test_every_room_is_on_the_map():
    said = (ROOT / "marketplace" / "__init__.py").read_text()
    rooms = {path.parent.name for path in (ROOT / "marketplace").glob("*/__init__.py")} - {"cli"}
    assert all(re.search(rf"\b{room}\b", said) for room in rooms)


def test_every_decision_is_in_the_list():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    assert all(path.name in index for path in (ROOT / "docs" / "decisions").glob("0*.md"))


def test_every_guide_and_reference_is_in_the_list():
    index = (ROOT / "docs" / "README.md").read_text()
    for folder in ("guides", "reference"):
        for path in (ROOT / "docs" / folder).glob("*.md"):
            assert f"{folder}/{path.name}" in index, path
