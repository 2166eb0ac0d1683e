"""The command line's own words, and that it is quick."""

import subprocess
import sys
import time

import click

from marketplace.cli import cli
from tests.cli.conftest import COMMAND, ROOT, run

HEAVY = ("litestar", "piccolo", "numpy", "asyncpg", "granian", "rich", "structlog", "pyproj", "geopy")


def commands(group=cli, prefix=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))
        elif not command.hidden:
            yield (*prefix, name), command


def test_help_lists_every_command():
    said = run("--help").stdout
    for (name, *_), _ in commands():
        assert f"  {name} " in said


def test_every_command_and_option_says_what_it_does():
    for name, command in commands():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, (name, option.name)


def test_help_is_quick_because_it_loads_nothing_heavy():
    code = "import sys, marketplace.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {name.partition(".")[0] for name in loaded.stdout.split()} & set(HEAVY) == set()
    began = time.monotonic()
    subprocess.run([*COMMAND, "--help"], cwd=ROOT, capture_output=True, check=True)
    assert time.monotonic() - began < 2


def test_the_reference_names_every_command_and_option_and_no_other():
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text()
    named = {
        line.removeprefix("## `marketplace ").removesuffix("`")
        for line in reference.splitlines()
        if line.startswith("## `")
    }
    assert named == {" ".join(name) for name, _ in commands()}
    for section in reference.split("\n## `marketplace ")[1:]:
        name = tuple(section.partition("`")[0].split())
        command = dict(commands())[name]
        options = {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
        assert {word for word in section.replace("`", " ").split() if word.startswith("--")} == options
