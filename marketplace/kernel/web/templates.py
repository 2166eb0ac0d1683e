"""Jinja as all pages use it: everything escaped, every word through gettext, a few globals."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from marketplace.kernel import i18n
from marketplace.kernel.web.static_files import StaticFiles
from marketplace.kernel.web.theme import Theme

TEMPLATES = Path(__file__).parents[2] / "templates"


def make_environment(theme: Theme, static: StaticFiles, *, demonstration: bool) -> Environment:
    """The environment, with `_`, `static`, `brand` and what every page shows."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # Jinja fills in the values itself, so that it can escape them.
    environment.install_gettext_callables(i18n.gettext, i18n.plural_form, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        static=static.url,
        brand=theme,
        theme_url=static.url("theme.css") if theme.css else "",
        logo_url=static.url(f"brand/{theme.logo.name}") if theme.logo else "",
        demonstration=demonstration,
        version=product_version(),
        language=i18n.current_language,
        text_direction=i18n.text_direction,
    )
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    return environment


def template_config(environment: Environment) -> TemplateConfig[JinjaTemplateEngine]:
    """Litestar's configuration for this environment."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


def product_version() -> str:
    """Version of the installed package, or "development" when it runs from a checkout."""
    try:
        return version("hereabouts")
    except PackageNotFoundError:
        return "development"
