"""Templates are compiled once in a process, however many applications it makes."""

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
