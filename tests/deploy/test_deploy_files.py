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
    for_others = {
        "POSTGRES_PASSWORD",
        "SITE_ADDRESS",
        "MEILI_MASTER_KEY",
        "MEILISEARCH_SEARCH_KEY",
        "MEILISEARCH_WRITE_KEY",
        "HEREABOUTS_VERSION",
    }
    named = set()
    for path in (DEPLOY / "environment.example", DEPLOY / "compose.yaml", DEPLOY / "Containerfile"):
        named |= set(
            re.findall(
                r"\b(?:MARKETPLACE|DATABASE|MEILI|MEILISEARCH|POSTGRES|SITE)_[A-Z_]+\b", path.read_text()
            )
        )
    postgres_image = {"POSTGRES_USER", "POSTGRES_DB", "MEILI_ENV", "MEILI_NO_ANALYTICS"}
    assert named <= known | for_others | postgres_image


def test_each_container_gets_the_key_that_is_its_own_and_no_other():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    keys = {"app": "${MEILISEARCH_SEARCH_KEY:-}", "worker": "${MEILISEARCH_WRITE_KEY:-}"}
    for name in ("app", "worker", "migrate"):
        given = services[name]["environment"]
        assert given.get("MEILISEARCH_API_KEY") == keys.get(name)
        # What is set here goes over the file of settings, which every container reads.
        for other in ("MEILI_MASTER_KEY", "MEILISEARCH_SEARCH_KEY", "MEILISEARCH_WRITE_KEY"):
            assert given[other] == ""


def test_nothing_waits_for_the_search_server():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert services["meilisearch"]["profiles"] == ["meilisearch"]
    assert all("meilisearch" not in service.get("depends_on", {}) for service in services.values())


def test_each_unit_reads_a_file_of_its_own_beside_the_common_one():
    for name in ("web", "worker"):
        unit = (DEPLOY / "systemd" / f"hereabouts-{name}.service").read_text()
        files = re.findall(r"^EnvironmentFile=(.*)$", unit, re.MULTILINE)
        assert files == ["/etc/hereabouts/environment", f"-/etc/hereabouts/{name}.environment"]
