"""The page: one HTML file that opens offline. Its policy lets two scripts run, its own and vis-network, and nothing else."""

from __future__ import annotations

import hashlib
import json
import tomllib
from base64 import b64encode
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from suara.present._text import clean

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent.parent / "templates" / "map"
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # inside pyvis
CODE = (
    "data.js", "theme.js", "filters.js", "labels.js", "canvas.js", "nodes.js", "card.js", "search.js", "legend.js",
    "slider.js", "list.js", "keyboard.js", "picture.js", "main.js",
)  # fmt: skip
"""The page's own code, in the order in which it is put together."""


def page(data: dict[str, Any] | None, *, title: str, lang: str) -> str:
    """The page with its data; of none, one that says so and runs no script."""
    code = Markup(own_code())  # noqa: S704 - our own files
    told = None if data is None else data | {"words": words(), "lang": lang}
    return _template().render(
        title=clean(title, 120), lang=lang, data=told, words=words()[lang],
        vis=vis(), code=code, style=Markup(_read("style.css")),  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def words() -> dict[str, dict[str, str]]:
    """The page's dictionary, by language."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def own_code() -> str:
    """The page's own script."""
    return '"use strict";\n' + "\n".join(_read(name) for name in CODE)


def sha256(script: str) -> str:
    """The digest by which the page's policy lets an inline script or style take effect."""
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def vis() -> Markup:
    """vis-network as pyvis ships it, less its source map, which a browser would ask the network for.

    pyvis itself isn't imported: it takes most of a second, and its page asks a CDN and trusts its data.
    """
    found = find_spec("pyvis")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("pyvis isn't installed")
    code = (Path(found.submodule_search_locations[0]) / VIS).read_text(encoding="utf-8")
    return Markup(code.split("//# sourceMappingURL")[0])  # noqa: S704 - a library, not data


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _template() -> jinja2.Template:
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["sha256"] = sha256
    made.filters["compact"] = _compact
    return made.get_template("page.html")


def _compact(data: dict[str, Any]) -> Markup:
    """JSON without spaces, in which no sign ends the script that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above
