"""Keys: where they come from, and that a file others can read is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from suara.collect.live._keys import key
from suara.errors import SourceError


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file that only its owner can read; nothing in the environment."""
    for name in ("SUARA_CONTOH_KEY", "SUARA_CONTOH_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "kunci"
    path.touch(mode=0o600)
    path.write_text("rahasia-berkas\n")
    return path


def test_from_a_file(kept: Path) -> None:
    """A key file holds the key alone; the line's end isn't part of it."""
    assert key("CONTOH_KEY", kept) == "rahasia-berkas"


def test_the_file_named_here_comes_first(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named on the command line wins over the variable, and the variable over its file."""
    monkeypatch.setenv("SUARA_CONTOH_KEY_FILE", str(kept))
    assert key("CONTOH_KEY") == "rahasia-berkas"
    monkeypatch.setenv("SUARA_CONTOH_KEY", "rahasia-lingkungan")
    assert key("CONTOH_KEY") == "rahasia-lingkungan"
    assert key("CONTOH_KEY", kept) == "rahasia-berkas"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o622])
def test_others_can_read_it(mode: int, kept: Path) -> None:
    """A file that others can read or change is refused, with what to do."""
    kept.chmod(mode)
    with pytest.raises(SourceError, match="chmod 600"):
        key("CONTOH_KEY", kept)


@pytest.mark.parametrize("content", [b"", b"\n", b"a b", b"a\nb", b"\xff\xfe", "kunci-\u00e9".encode(), b"x" * 9000])
def test_no_key_in_it(content: bytes, kept: Path) -> None:
    """What can't be a key is refused, and isn't shown."""
    kept.write_bytes(content)
    with pytest.raises(SourceError, match="holds no key") as error:
        key("CONTOH_KEY", kept)
    assert content.decode("latin-1").strip() == "" or content.decode("latin-1") not in str(error.value)


def test_nothing_is_set(kept: Path) -> None:
    """Without a key it is said what to set."""
    with pytest.raises(SourceError, match=r"\$SUARA_CONTOH_KEY_FILE"):
        key("contoh_key")


def test_missing_or_a_folder(kept: Path) -> None:
    """A file that isn't there, or is a folder, is said to be so."""
    with pytest.raises(SourceError, match="can't be read"):
        key("CONTOH_KEY", kept.parent / "tiada")
    with pytest.raises(SourceError, match="can't be read"):
        key("CONTOH_KEY", kept.parent)
