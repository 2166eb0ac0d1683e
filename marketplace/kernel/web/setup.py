"""Puts the web parts together. `marketplace.app` hands them to Litestar."""

from pathlib import Path

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig
from litestar.types import ExceptionHandlersMap, Guard
from msgspec import Struct

from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https
from marketplace.kernel.web.delivery import Delivery
from marketplace.kernel.web.errors import exception_handlers
from marketplace.kernel.web.guards import require_same_site, require_viewer
from marketplace.kernel.web.static_files import StaticFiles
from marketplace.kernel.web.templates import make_environment, show_brand, template_config
from marketplace.kernel.web.theme import Brand, load_theme
from marketplace.kernel.web.viewers import ViewerDoor, Viewers

STATIC = Path(__file__).parents[2] / "static"


async def _find_nobody(token: str) -> None:
    del token


NOBODY_SIGNS_IN = Viewers(None, _find_nobody)
"""For an application without accounts."""


class WebParts(Struct, frozen=True, kw_only=True):
    """What `Litestar(…)` takes, by the name of its argument, and what is done with the application then."""

    template_config: TemplateConfig[JinjaTemplateEngine]
    exception_handlers: ExceptionHandlersMap
    guards: list[Guard]
    route_handlers: list[HTTPRouteHandler]
    https: bool
    viewers: Viewers
    brand: Brand
    """As the environment says."""

    def wrap(self, app: Litestar) -> None:
        """Put the doors round the application: who comes in, and how every answer leaves."""
        inner = ViewerDoor(app.asgi_handler, self.viewers, https=self.https)
        app.asgi_handler = Delivery(inner, https=self.https)

    def show_brand(self, brand: Brand) -> None:
        """Show another name, colours, logo and words on every page from now on."""
        show_brand(self.template_config.engine_instance.engine, brand)


def configure(
    settings: Settings, *, demonstration: bool = False, viewers: Viewers = NOBODY_SIGNS_IN
) -> WebParts:
    """Read theme, static files and templates (OperatorError when a setting is not as needed).

    `demonstration` puts a line on every page that says that people and services are made up.
    """
    theme = load_theme(settings)
    static = StaticFiles([STATIC])
    if theme.css:
        static.add("theme.css", theme.css.encode())
    if theme.logo is not None:
        static.add(f"brand/{theme.logo.name}", theme.logo.read_bytes())
    brand = Brand(
        theme=theme,
        theme_url=static.url("theme.css") if theme.css else "",
        logo_url=static.url(f"brand/{theme.logo.name}") if theme.logo else "",
    )
    return WebParts(
        template_config=template_config(make_environment(brand, static, demonstration=demonstration)),
        exception_handlers=exception_handlers(),
        guards=[require_same_site, require_viewer],
        route_handlers=[static.handler()],
        https=is_https(settings),
        viewers=viewers,
        brand=brand,
    )
