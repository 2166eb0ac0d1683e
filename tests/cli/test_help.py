"""The command line's own words, and that it is quick."""

import subprocess
import sys

import click

from marketplace.cli import cli
from tests.cli.conftest import ROOT, run

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
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {name.partition(".")[0] for name in loaded} & set(HEAVY) == set()


def test_without_a_command_the_help_is_shown():
    done = run()
    assert done.returncode == 2
    assert "doctor" in done.stdout


def test_the_version_is_told():
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_reference_names_every_command_and_option_and_no_other():
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text()
    named = {}
    for section in reference.split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        if title.startswith("`marketplace "):
            name = tuple(title.strip("`").split()[1:])
            named[name] = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `--")}
    assert named == {
        name: {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
        for name, command in commands()
    }
