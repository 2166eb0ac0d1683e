"""What cannot be run where the tests run is linted with the tools of those who will run it."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
BIN = Path(sys.executable).parent


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_container_file_is_clean():
    run(BIN / "hadolint", DEPLOY / "Containerfile")


def test_compose_file_meets_the_specification():
    run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


def test_every_volume_and_dependency_of_compose_exists():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        named = {v.split(":")[0] for v in service.get("volumes", []) if not v.startswith((".", "/"))}
        assert named <= set(compose["volumes"])


def test_caddy_file_is_valid(program):
    run(program("caddy"), "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")


def test_systemd_units_are_valid(program, tmp_path):
    analyze = program("systemd-analyze")
    for unit in (DEPLOY / "systemd").glob("*.service"):
        there = tmp_path / unit.name
        there.write_text(re.sub(r"/opt/hereabouts/bin/marketplace", "/bin/true", unit.read_text()))
        run(analyze, "verify", there)


def test_environment_names_are_settings():
    from marketplace.kernel import settings

    known = {setting.name for setting in settings.SETTINGS}
    for_others = {"POSTGRES_PASSWORD", "SITE_ADDRESS", "MEILI_MASTER_KEY", "HEREABOUTS_VERSION"}
    named = set()
    for path in (DEPLOY / "environment.example", DEPLOY / "compose.yaml", DEPLOY / "Containerfile"):
        named |= set(
            re.findall(r"\b(?:MARKETPLACE|DATABASE|MEILI|POSTGRES|SITE)_[A-Z_]+\b", path.read_text())
        )
    postgres_image = {"POSTGRES_USER", "POSTGRES_DB", "MEILI_ENV", "MEILI_NO_ANALYTICS"}
    assert named <= known | for_others | postgres_image
