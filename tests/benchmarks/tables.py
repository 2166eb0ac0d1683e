"""Tables in Markdown, and their places in the documents: what a command printed is what the page holds."""

import datetime as dt
import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEED_PAGE = ROOT / "docs" / "reference" / "speed.md"


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(header, rows):
    """A table; cells are strings."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def milliseconds(number):
    """One digit after the point where it says something, two where it is less than one."""
    return f"{number:.2f}" if number < 1 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def times_and_ratio(spent, first):
    """Both quantiles, and how many times the first engine's middle that is."""
    both = f"{milliseconds(spent.p50)} / {milliseconds(spent.p99)}"
    if first is None:
        return both
    ratio = spent.p50 / first.p50
    return f"{both} (x{ratio:.0f})" if ratio >= 10 else f"{both} (x{ratio:.1f})"


def surroundings(*packages):
    """Date, machine and versions, in a line."""
    model = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    machine = model[1].strip() if model else platform.machine()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    python = f"Python {platform.python_version()}"
    return f"{day}, {os.cpu_count()} cores ({machine}), {python}, {versions}, {_commit()}"


def _read(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _commit():
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "no commit"


def _marks(name):
    return f"<!-- {name}: printed -->", f"<!-- {name}: end -->"


def block(text, name):
    """What a page holds between the marks of a name; None when it has no such marks."""
    begin, end = map(re.escape, _marks(name))
    found = re.search(rf"{begin}\n(.*?)\n?{end}", text, re.DOTALL)
    return found[1] if found else None


def write_block(name, content, page=SPEED_PAGE):
    """Put what was printed between the marks of a name. The page must have them."""
    text = page.read_text()
    if block(text, name) is None:
        raise LookupError(f"{page} has no place for {name!r}.")
    begin, end = _marks(name)
    before, rest = text.split(begin, 1)
    _, after = rest.split(end, 1)
    page.write_text(f"{before}{begin}\n{content.strip()}\n{end}{after}")


def read_tables(content):
    """The tables of a block as lists of rows of cells, header first."""
    found, last = [], False
    for line in content.splitlines():
        is_row = line.startswith("|")
        if is_row and not last:
            found.append([])
        if is_row and not set(line) <= set("|- "):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        last = is_row
    return found
