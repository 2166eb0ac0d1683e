"""Templates are compiled once, however many applications and processes make pages of them."""

import sys

import pytest
from jinja2 import DictLoader, Environment

from marketplace.kernel.settings import Settings
from marketplace.kernel.web import templates
from marketplace.kernel.web.setup import configure


def compiling(monkeypatch):
    """The names of templates that are compiled from now on."""
    names, plain = [], Environment.compile

    def compile_(self, source, name=None, *args, **options):
        names.append(name)
        return plain(self, source, name, *args, **options)

    monkeypatch.setattr(Environment, "compile", compile_)
    return names


def test_a_second_application_compiles_no_template_again(monkeypatch, tmp_path):
    monkeypatch.setattr(templates, "_COMPILED_ONCE", templates.CompiledOnce())
    names = compiling(monkeypatch)
    configure(Settings(data_dir=tmp_path))
    assert {"base.html", "error.html"} <= set(names)
    names.clear()
    configure(Settings(data_dir=tmp_path), demonstration=True)
    assert names == []


def test_a_template_that_has_changed_is_compiled_again():
    kept = templates.CompiledOnce()

    def said(source):
        environment = Environment(loader=DictLoader({"page": source}), bytecode_cache=kept, autoescape=True)
        return environment.get_template("page").render(word="<tea>")

    assert said("{{ word }}") == "&lt;tea&gt;"
    assert said("No {{ word }}") == "No &lt;tea&gt;"
    assert said("{{ word }}") == "&lt;tea&gt;"


@pytest.fixture
def writing(monkeypatch):
    """As where Python keeps what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def page_of(kept, source="<p>{{ word }}</p>"):
    environment = Environment(loader=DictLoader({"page": source}), bytecode_cache=kept, autoescape=True)
    return environment.get_template("page").render(word="tea")


@pytest.mark.usefixtures("writing")
def test_the_next_process_compiles_nothing(monkeypatch, tmp_path):
    file = tmp_path / "cache" / "pages"
    first = templates.CompiledOnce(file)
    assert page_of(first) == "<p>tea</p>"
    first.write()
    names = compiling(monkeypatch)
    assert page_of(templates.CompiledOnce(file)) == "<p>tea</p>"
    assert names == []
    assert page_of(templates.CompiledOnce(file), "<i>{{ word }}</i>") == "<i>tea</i>"
    assert names == ["page"]


@pytest.mark.usefixtures("writing")
@pytest.mark.parametrize(
    "damage",
    [lambda kept: kept[:-5], lambda kept: b"?" * len(kept), lambda _: b""],
    ids=["cut off", "other", "empty"],
)
def test_a_damaged_file_is_as_none(monkeypatch, tmp_path, damage):
    file = tmp_path / "pages"
    first = templates.CompiledOnce(file)
    page_of(first)
    first.write()
    file.write_bytes(damage(file.read_bytes()))
    names = compiling(monkeypatch)
    assert page_of(templates.CompiledOnce(file)) == "<p>tea</p>"
    assert names == ["page"]


def test_where_python_is_to_keep_nothing_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept = templates.CompiledOnce(tmp_path / "pages")
    page_of(kept)
    kept.write()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("writing")
def test_where_nothing_can_be_written_it_goes_without(tmp_path):
    (tmp_path / "file").touch()
    kept = templates.CompiledOnce(tmp_path / "file" / "pages")
    assert page_of(kept) == "<p>tea</p>"
    kept.write()
    assert page_of(kept) == "<p>tea</p>"
