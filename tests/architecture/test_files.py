"""Rules of the house that no linter knows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("marketplace", "search", "seed")
ROOMS = (
    "accounts", "administration", "audit", "concerns", "councils", "finder", "jobs", "links", "listings", "mail",
    "pages", "places", "provider", "stewards", "taxonomies",
)  # fmt: skip
USUAL_FILES = {
    "__init__.py", "schemas.py", "rules.py", "tables.py", "repository.py", "service.py", "api.py", "web.py",
    "piccolo_app.py",
}  # fmt: skip
OTHER_FILES = {
    "places/geocoder.py": "the only user of geopy's geocoders",
}
LONGEST_MODULE = 350


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                yield path


def test_rooms_hold_the_usual_files_only():
    strange = []
    for room in ROOMS:
        for path in (ROOT / "marketplace" / room).glob("*.py"):
            name = f"{room}/{path.name}"
            if path.name not in USUAL_FILES and name not in OTHER_FILES:
                strange.append(name)
    assert not strange


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
