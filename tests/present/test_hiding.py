"""What leads to private people is hidden in texts, in the same length; what leads to agencies stays."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.present._hiding import hidden

SHOWN = pl.DataFrame({"platform": ["x", "instagram"], "handle": ["pln_123", "pln.id"]})
KEYS = pl.DataFrame({"platform": ["x"], "handle": ["budi_santoso"], "key": ["x:7"]})


def hide(*texts: str, platform: str = "x", secret: bytes = b"secret") -> list[str]:
    posts = pl.DataFrame({"platform": [platform] * len(texts), "text": texts})
    return hidden(posts, SHOWN, KEYS, secret)[0].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "@PLN_123 listrik padam",
        "@pln_123, @Pln_123. @pln_123.Tolong",
        "halo @ semua, 5 @ 10",
        "lihat https://contoh.go.id/berita/1?a=b#c",
        "#tagar dan Budi Santoso",
        "",
    ],
)
def test_what_leads_to_no_private_person_stays(text):
    """Agencies' handles in any writing, links to other sites, names without "@"."""
    assert hide(text) == [text]


@pytest.mark.parametrize(
    ("text", "traces"),
    [
        ("hai @Budi_Santoso!", ["udi", "antoso"]),
        ("@budi_santoso.Tolong", ["udi", "Tolong"]),
        ("@pln_123x dan @pln_12", ["pln"]),
        ("https://x.com/budi_santoso/status/1600000000000000000", ["budi", "1600"]),
        ("HTTPS://T.CO/AbC1dEf", ["AbC1"]),
        ("https://mastodon.example/@budi/1", ["budi"]),
        ("https://medium.com/@budi/tulisan", ["budi"]),
        ("surel budi.santoso@contoh.id", ["budi", "contoh"]),
        ("WA 0812-3456-7890, NIK 3201014507900001", ["0812", "7890", "3201"]),
    ],
)
def test_what_leads_to_private_people_is_hidden(text, traces):
    """Handles, links to profiles and posts, mail, telephone and identity numbers."""
    (safe,) = hide(text)

    assert len(safe) == len(text)
    assert [trace for trace in traces if trace.lower() in safe.lower()] == []


def test_the_same_person_is_hidden_the_same_way():
    """By what their pseudonym begins with, in any writing; under another secret in another way."""
    one, two, other = hide("@budi_santoso", "x @BUDI_SANTOSO y", "@wati_contoh1")

    assert two == f"x {one} y"
    assert other != one
    assert hide("@budi_santoso", secret=b"other") != [one]


def test_handles_belong_to_their_platform():
    """An agency's name on one may be anyone's on another; with points where the platform has them."""
    assert hide("@pln.id @pln.id.", platform="instagram") == ["@pln.id @pln.id."]
    assert "pln" not in hide("@pln_123", platform="instagram")[0]


@given(st.lists(st.text(st.sampled_from("ab1@._-/: 😀éhttps://t.co/\n"), max_size=60), min_size=1, max_size=5))
def test_no_text_changes_its_length(texts):
    """Whatever is in it."""
    assert [len(text) for text in hide(*texts)] == [len(text) for text in texts]


def test_long_words_take_no_time():
    """A word of a hundred thousand characters that looks like a handle is one."""
    (safe,) = hide("@" + "a." * 50_000 + "b")

    assert len(safe) == 100_002
    assert hidden(pl.DataFrame(schema={"platform": pl.String, "text": pl.String}), SHOWN, KEYS, b"")[1] == 0
