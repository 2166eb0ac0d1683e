"""No engine that a site may use goes without the contract."""

from importlib import import_module
from inspect import isclass
from pathlib import Path

from search.factory import served_engines
from search.server import SearchServer
from tests.search.contract import EngineContract

SERVED = served_engines(Path("nowhere"), SearchServer(url="http://127.0.0.1:1"))


def contracts(name):
    """The classes of tests in the module of an engine that hold it to the contract."""
    members = vars(import_module(f"tests.search.test_{name}")).values()
    return [one for one in members if isclass(one) and issubclass(one, EngineContract)]


def test_every_engine_is_held_to_the_contract():
    assert {one.name for one in SERVED} == {"embedded", "meilisearch"}
    for one in SERVED:
        assert any(found is not EngineContract for found in contracts(one.name)), one.name
