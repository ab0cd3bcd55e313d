"""The package as others get it: what `import suara` offers, and what is in the wheel."""

import ast
import inspect
import re
import subprocess
import sys
import typing
import zipfile
from pathlib import Path

import pytest

import suara

ROOT = Path(__file__).parent.parent


def test_public_names_are_there_and_documented():
    """Each has a docstring, and each parameter and result a type."""
    for name in suara.__all__:
        thing = getattr(suara, name)
        assert inspect.getdoc(thing), name
        if inspect.isfunction(thing):
            hints = thing.__annotations__
            assert set(inspect.signature(thing).parameters) | {"return"} == set(hints), name


def test_unknown_names_are_attribute_errors():
    """A lazy module still says what it hasn't got."""
    with pytest.raises(AttributeError, match="nosuch"):
        _ = suara.nosuch


def test_types_are_shipped():
    """PEP 561."""
    assert (Path(suara.__file__).parent / "py.typed").is_file()
    assert typing.get_type_hints(suara.Workspace.create)["return"] is suara.Workspace


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_public_functions_have_docstrings(path):
    """Every module, and every public function and class in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]

    assert ast.get_docstring(tree), "the module"
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.slow
def test_wheel_has_all_it_needs(tmp_path):
    """Cypher files, the style and the guide for Browser, codebooks, templates, the posts of the tour; nothing of tests."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    for path in filter(Path.is_file, (ROOT / "cypher").rglob("*")):
        assert f"suara/{path.relative_to(ROOT).as_posix()}" in names
    for path in (ROOT / "src" / "suara").rglob("*"):
        if path.suffix in (".py", ".toml", ".html", ".typed"):
            assert path.relative_to(ROOT / "src").as_posix() in names
    assert {"suara/sample/posts_x_api.jsonl", "suara/sample/keluhan.csv"} <= set(names)
    assert [name for name in names if not re.match(r"suara[/-]", name)] == []
