"""Rules of the house that no linter knows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("marketplace", "search", "seed")
ROOMS = (
    "accounts", "administration", "audit", "commissioners", "concerns", "councils", "enquiries", "feedback",
    "finder", "gaps", "home", "jobs", "links", "listings", "mail", "pages", "people", "places", "pooling",
    "practitioners", "provider", "referrals", "shortlists", "signals", "stewards", "taxonomies", "wanted",
)  # fmt: skip
USUAL_FILES = {
    "__init__.py", "schemas.py", "rules.py", "tables.py", "repository.py", "service.py", "api.py", "web.py",
    "piccolo_app.py",
}  # fmt: skip
OTHER_FILES = {
    "places/geocoder.py": "the only user of geopy's geocoders",
    "accounts/single_sign_on/provider.py": "the only one that talks to a council's identity provider",
}
"""Single files of rooms and sub-rooms, each with its reason."""
FREE_FOLDERS = {
    "places/gazetteer": "a reader of packed files: numbers and arrays, no table, no use case",
}
"""Sub-rooms that are built otherwise, each with its reason."""
LONGEST_MODULE = 350


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                yield path


def files_of_rooms():
    """Every file of every room and sub-room, however deep, by its path below `marketplace`."""
    for room in ROOMS:
        for path in sorted((ROOT / "marketplace" / room).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                yield path.relative_to(ROOT / "marketplace").as_posix()


def test_every_room_is_looked_at():
    packages = {path.parent.name for path in (ROOT / "marketplace").glob("*/__init__.py")}
    assert packages - {"cli", "kernel"} == set(ROOMS)


def test_rooms_and_their_sub_rooms_hold_the_usual_files_only():
    strange = [
        name
        for name in files_of_rooms()
        if name.rsplit("/", 1)[1] not in USUAL_FILES
        and name not in OTHER_FILES
        and name.rsplit("/", 1)[0] not in FREE_FOLDERS
    ]
    assert not strange


def test_every_exception_is_still_needed():
    names = set(files_of_rooms())
    assert set(OTHER_FILES) <= names
    for folder in FREE_FOLDERS:
        assert any(
            name.rsplit("/", 1)[0] == folder and name.rsplit("/", 1)[1] not in USUAL_FILES for name in names
        )


def test_every_module_says_what_it_is_for():
    silent = [
        str(path)
        for path in modules()
        if not path.read_text().lstrip().startswith('"""') and path.read_text().strip()
    ]
    assert not silent


def test_no_module_is_too_long():
    long = [
        f"{path}: {n}" for path in modules() if (n := len(path.read_text().splitlines())) > LONGEST_MODULE
    ]
    assert not long


def test_every_exception_from_a_linter_has_its_reason():
    bare = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]|noqa|type: ignore)\s*$")
    found = [
        f"{path}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bare.search(line)
    ]
    assert not found


def test_nothing_is_left_to_do():
    marks = re.compile(r"\b(TODO|FIXME|XXX|coming soon)\b", re.IGNORECASE)
    found = [
        f"{path}:{number}"
        for path in (*modules(), *(ROOT / "marketplace" / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert not found


def test_top_level_is_as_agreed():
    allowed = {
        "marketplace", "search", "seed", "tests", "deploy", "docs", ".ci", "pyproject.toml", "README.md",
        "CHANGELOG.md", "LICENSE", ".gitignore",
    }  # fmt: skip
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode == 0:
        assert {line.split("/")[0] for line in tracked.stdout.splitlines()} <= allowed
