"""Jinja as all pages use it: everything escaped, every word through gettext, a few globals."""

import contextlib
import marshal
import os
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, Template, select_autoescape
from jinja2.bccache import Bucket
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig
from markupsafe import Markup

from marketplace.kernel import i18n
from marketplace.kernel.web.static_files import StaticFiles
from marketplace.kernel.web.theme import Brand
from marketplace.kernel.web.viewers import VIEWER

TEMPLATES = Path(__file__).parents[2] / "templates"


class PageTemplate(Template):
    """A template in whose context `viewer` is who looks at the page; nothing for a visitor."""

    def render(self, *args: Any, **values: Any) -> str:
        """Render with these values."""
        request = values.get("request")
        found = request.scope.get(VIEWER) if request is not None else None
        return super().render(*args, **({"viewer": found} | values))


class CompiledOnce(BytecodeCache):
    """Templates as they were compiled before: the next application or process starts seconds earlier.

    For environments with the same extensions and policies: what they were compiled with is not looked at. A
    template whose source has changed since is compiled again. With a file, they are kept there.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._compiled: dict[str, tuple[str, CodeType]] = _read(file) if file else {}
        self._has_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket if it is of this very source."""
        checksum, code = self._compiled.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._compiled[bucket.key] = bucket.checksum, bucket.code
        self._has_new = True

    def write(self) -> None:
        """Write what is new to the file, if there is one and its folder may be written to."""
        if self._file is None or not self._has_new or sys.dont_write_bytecode:
            return
        self._has_new = False
        content = marshal.dumps(self._compiled)
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_name(f"{self._file.name}.{os.getpid()}")
            new.write_bytes(_seal(content) + content)
            new.replace(self._file)


def _seal(content: bytes) -> bytes:
    """Tells whether the content is whole, and was compiled by this Jinja with the options of this module."""
    return sha256(version("jinja2").encode() + Path(__file__).read_bytes() + content).digest()


def _read(file: Path) -> dict[str, tuple[str, CodeType]]:
    """What the file keeps; nothing where there is none, or it is damaged or of another version."""
    try:
        stored = file.read_bytes()
    except OSError:
        return {}
    seal, content = stored[:32], stored[32:]
    return marshal.loads(content) if seal == _seal(content) else {}  # noqa: S302 - as Python's own .pyc beside it


# Among Python's own compiled files: whoever may write there may change the program anyway.
_COMPILED_ONCE = CompiledOnce(Path(cache_from_source(__file__)).with_suffix(".pages"))


def make_environment(brand: Brand, static: StaticFiles, *, demonstration: bool) -> Environment:
    """The environment, with `_`, `static`, `brand` and what every page shows."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED_ONCE,
    )
    environment.template_class = PageTemplate
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(_message, _plural_message, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    environment.globals.update(
        # Jinja would wrap them once more, at several times their cost; a page has fifty.
        gettext=_message,
        ngettext=_plural_message,
        _=_message,
        static=static.url,
        demonstration=demonstration,
        version=product_version(),
        language=i18n.current_language,
        text_direction=i18n.text_direction,
    )
    show_brand(environment, brand)
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    _COMPILED_ONCE.write()
    return environment


def show_brand(environment: Environment, brand: Brand) -> None:
    """Have every page show this brand from now on: templates look globals up at each render."""
    environment.globals.update(brand=brand.theme, theme_url=brand.theme_url, logo_url=brand.logo_url)


def _message(message: str, /, **values: object) -> Markup:
    """The message in the language of the request, as HTML; `%(name)s` filled in with the values, escaped."""
    return _filled(i18n.gettext(message), values)


def _plural_message(singular: str, plural: str, number: int, /, **values: object) -> Markup:
    return _filled(i18n.plural_form(singular, plural, number), {"num": number, **values})


def _filled(message: str, values: dict[str, object]) -> Markup:
    """Messages are format strings, with values or without."""
    if values:
        return Markup(message) % values  # noqa: S704 - messages are ours; the values are escaped
    return Markup(message.replace("%%", "%"))  # noqa: S704 - likewise


def template_config(environment: Environment) -> TemplateConfig[JinjaTemplateEngine]:
    """Litestar's configuration for this environment."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


def product_version() -> str:
    """Version of the installed package, or "development" when it runs from a checkout."""
    try:
        return version("hereabouts")
    except PackageNotFoundError:
        return "development"
