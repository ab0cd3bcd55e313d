"""Phrases in texts: by stem, across fillers and gaps, negated, asked; and what codebooks make of it."""

import polars as pl
import pytest

from suara.coding import by_words
from suara.coding._checking import doubts
from suara.coding.codebook import Code, Codebook, load
from suara.coding.codes import CODES, with_parents
from suara.coding.own import own_text
from suara.errors import DataError


def coded(text: str, *codes: Code, by_agency: bool | None = None, **book: object) -> list[tuple[str, str]]:
    posts = pl.DataFrame({"key": ["x:1"], "text": [text]})
    if by_agency is not None:
        posts = posts.with_columns(by_agency=pl.lit(by_agency))
    return by_words.code(posts, [Codebook(name="b", codes=list(codes), **book)]).select("topic", "evidence").rows()


SLOW = Code(id="slow", phrases={"id": ["antre lama", "menunggu ... jam", "lambat", "proses ... lama", "berjam jam"]})
KIND = Code(id="kind", phrases={"id": ["ramah"]}, negated="rude")
RUDE = Code(id="rude", phrases={"id": ["judes", "tidak sopan", "ditanya ... marah"]}, negated="kind")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("antri lama", ["antri lama"]),
        ("antrian yg lamaaa", ["antrian yg lamaaa"]),
        ("Mengantre sangat lama!", ["Mengantre sangat lama"]),
        ("antre, lama", []),
        ("antre di loket lama", []),
        ("nunggu dari pagi sampai 5 jam", ["nunggu dari pagi sampai 5 jam"]),
        ("nunggu dari pagi sampai siang sampai sore 5 jam", []),
        ("nunggu. dua jam", []),
        ("nunggu, dua jam", ["nunggu, dua jam"]),
        ("lambatnya minta ampun", ["lambatnya"]),
        ("keterlambatan", []),
        ("gak lambat", []),
        ("gak begitu lambat", []),
        ("gak tahu kenapa lambat", ["lambat"]),
        ("tidak, lambat", ["lambat"]),
        ("lambat gak?", []),
        ("lambat ga ya min", ["lambat"]),
        ("lambat gak dibales", ["lambat"]),
        ("RT @a_contoh lambat", ["lambat"]),
        ("prosesnya cukup lama", ["prosesnya cukup lama"]),
        ("proses di sana lama", ["proses di sana lama"]),
        ("prosesnya tidak lama", []),
        ("prosesnya gak pakai lama", []),
        ("proses tidak jelas dan sangat buruk lama", ["proses tidak jelas dan sangat buruk lama"]),
        ("proses tidak jelas, lama", ["proses tidak jelas, lama"]),
        ("berjam-jam", ["berjam-jam"]),
        ("berjam2 di sini", ["berjam2"]),
        ("jam-jam sibuk", []),
    ],
)
def test_phrases(text, evidence):
    """One content word as meant, several by stem within a clause, gaps within a sentence, negation within reach."""
    assert [words for _, words in coded(text, SLOW)] == evidence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("petugasnya ramah", [("kind", "ramah")]),
        ("petugasnya gak ramah", [("rude", "gak ramah")]),
        ("tidak judes kok", [("kind", "tidak judes")]),
        ("tidak sopan", [("rude", "tidak sopan")]),
        ("gabisa ramah", [("rude", "gabisa ramah")]),
        ("ditanya terus malah marah", [("rude", "ditanya terus malah marah")]),
        ("ditanya terus gak marah", [("kind", "ditanya terus gak marah")]),
    ],
)
def test_negated_phrases_say_the_contrary(text, found):
    """Where the codebook says what that is; a phrase that begins with a negator is as it says."""
    assert coded(text, KIND, RUDE) == found


def test_an_exclusive_book_gives_one_code():
    """The one with the most matches; of equal ones the first in the book."""
    text = "ramah, sopan, tapi judes"
    kind = Code(id="kind", phrases={"id": ["ramah", "sopan"]})
    rude = Code(id="rude", phrases={"id": ["judes"]})

    assert {topic for topic, _ in coded(text, rude, kind, exclusive=True)} == {"kind"}
    assert {topic for topic, _ in coded("ramah tapi judes", rude, kind, exclusive=True)} == {"rude"}
    assert {topic for topic, _ in coded(text, rude, kind)} == {"kind", "rude"}


@pytest.mark.parametrize(
    ("of", "by_agency", "found"), [("people", True, 0), ("people", False, 1), ("agencies", True, 1), ("all", True, 1)]
)
def test_a_book_codes_whom_it_is_for(of, by_agency, found):
    """An agency's apology for delays is no complaint."""
    assert len(coded("lambat", SLOW, of=of, by_agency=by_agency)) == found


def test_patterns_are_searched_in_the_text_as_written():
    """With their place, in any case; links are text to them."""
    posts = pl.DataFrame({"key": ["x:1"], "text": ["é Tiket: AB-123 https://contoh.id"]})
    book = Codebook(
        name="b", codes=[Code(id="ticket", patterns=[r"ab-\d+"]), Code(id="link", patterns=[r"https?://\S+"])]
    )

    assert by_words.code(posts, [book]).select("topic", "evidence", "start", "end", "rule").rows() == [
        ("ticket", "AB-123", 9, 15, r"ab-\d+"),
        ("link", "https://contoh.id", 16, 33, r"https?://\S+"),
    ]


def test_a_pattern_that_others_never_finish_is_finished():
    """The engine needs time in proportion to the text."""
    assert coded("a" * 50_000 + "!", Code(id="x", patterns=[r"(a+)+b"])) == []


def test_codes_stand_for_those_above_them():
    """A code under two others gives all three, by the same words."""
    book = Codebook(
        name="b", codes=[Code(id="a"), Code(id="b", parent="a"), Code(id="c", parent="b", phrases={"id": ["air mati"]})]
    )
    found = by_words.code(pl.DataFrame({"key": ["x:1"], "text": ["air mati"]}), [book])

    whole = with_parents(found, [book])
    assert whole.select("topic", "evidence").rows() == [("c", "air mati"), ("b", "air mati"), ("a", "air mati")]
    assert whole.schema == CODES


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('name = "x"\n[[code]]\nid = "a"\npatterns = ["ok", "(?=a)b"]', 4, "look-ahead"),
        ('name = "x"\n[[code]]\nid = "a"\npatterns = ["a*"]', 4, "even nothing"),
        ('name = "x"\n[[code]]\nid = "a"\npatterns = ["a{1000000}"]', 4, "size limit"),
        ('name = "x"\n[[code]]\nid = "a"\n[[code]]\nid = "b"\nparent = "c"', 6, "parent = 'c'"),
        ('name = "x"\n[[code]]\nid = "a"\nparent = "b"\n[[code]]\nid = "b"\nparent = "a"', 4, "own parent"),
        ('name = "x"\n[[code]]\nid = "a"\nnegated = "c"', 4, "negated = 'c'"),
        ('name = "x"\n\n[[code]]\nid = "a"\nphrases = { id = [\n  "satu",\n  "@akun",\n] }', 7, "'@akun' is no phrase"),
        ('name = "x"\n[[code]]\nid = "a"\nphrases = { id = ["a ... "] }', 4, "is no phrase"),
        ('name = "x"\nof = "robots"\n[[code]]\nid = "a"', 2, "robots"),
        ('name = "x"\n[[code]]\nid = "a"\n[[code]]\nid = "b"\nfrases = []', 6, "frases"),
        ('name = "x"\n[[code]]\nid = "a"\n\n[[code]]\nid = "a"', 6, "twice"),
    ],
)
def test_broken_codebooks_are_named_with_their_line(tmp_path, text, line, told):
    """The file, the line, and what is wrong."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError) as caught:
        load(path)

    assert f"{path}, line {line}: " in str(caught.value)
    assert told in str(caught.value)


def test_what_is_worth_a_look_is_told():
    """No definition, a language without rules, a code that nothing gives, no source."""
    book = Codebook(
        name="b", codes=[Code(id="a", phrases={"jv": ["suwe"]}), Code(id="b", label={"id": "b", "en": "b"})]
    )
    told = "\n".join(doubts(book))

    for part in (
        "'jv', a language without rules",
        "code 'b' has neither phrases",
        "no definition in 'en'",
        "no source",
    ):
        assert part in told


GOOD = Code(id="good", phrases={"id": ["ramah"]}, negated="bad")
MID, BAD = Code(id="mid", phrases={"id": ["biasa"]}), Code(id="bad")


def test_what_a_negated_phrase_gives_is_as_its_code_is():
    """Its place in the book and whether it is residual are the target's, not the phrase's."""
    other = Code(id="other", residual=True)
    slow = Code(id="slow", phrases={"id": ["lambat"]})
    denied = Code(id="good", phrases={"id": ["ramah"]}, negated="other")

    assert {t for t, _ in coded("tidak ramah, biasa", GOOD, MID, BAD, exclusive=True)} == {"mid"}
    assert {t for t, _ in coded("tidak ramah. lambat", denied, other, slow)} == {"slow"}
    rest = Code(id="rest", phrases={"id": ["ramah"]}, residual=True, negated="bad")
    assert {t for t, _ in coded("tidak ramah. lambat", rest, BAD, slow)} == {"bad", "slow"}


@pytest.mark.parametrize(
    "text",
    [
        "RT @pln.contoh.social: lambat",
        "RT @orang@mastodon.contoh: lambat",
        "Https://contoh.id/lambat",
        "www.contoh.id/lambat",
        "@info.lambat halo",
    ],
)
def test_names_and_addresses_hold_no_words(text):
    """Handles with dots and of other servers, addresses with capitals or without a scheme."""
    posts = pl.DataFrame([{"platform": "x", "id": "1", "text": text, "quote_of": None, "reply_to": None}])

    assert coded(own_text(posts)[0], SLOW) == []


def test_a_long_text_without_a_full_stop():
    """Gaps and exclusions are looked for nearby only."""
    code = Code(id="x", phrases={"id": ["antre ... jam", "lambat"]}, exclude=["lambat laun"])

    found = coded("antre dua jam " * 3000 + "lambat laun " * 3000, code)

    assert found == [("x", "antre dua jam")]  # each rule once a post


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "complaints"\nextends = "complaints"\nexclusive = true\n[[code]]\nid = "other"', "exclusive"),
        ('name = "complaints"\nextends = "complaints"\n[[code]]\nid = "other"\nresidual = true', "residual"),
        ('name = "a:b"\n[[code]]\nid = "other"', "colon"),
        ('name = "a"\n[[code]]\nid = "other"\npatterns = ["(?x)ntu # haze"]', "no regular expression"),
        ('name = "a"\n[[code]]\nid = "other"\nsurvey_share = ' + "9" * 5000, "can't be read"),
    ],
)
def test_what_was_taken_silently_is_refused(tmp_path, text, told):
    """An extension that changes what it can't, a name with a colon, a comment in a pattern, a huge number."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=told):
        load(path)


def test_a_byte_order_mark_is_no_matter(tmp_path):
    """Editors on Windows write one."""
    path = tmp_path / "own.toml"
    path.write_text('\ufeffname = "a"\n[[code]]\nid = "b"', encoding="utf-8")

    assert load(path).name == "a"
