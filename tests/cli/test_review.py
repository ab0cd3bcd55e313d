"""suara review and suara code --learn as a person meets them."""

import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

from suara.cli import cli
from suara.coding import by_hand
from suara.workspace import Workspace


@pytest.fixture
def hasil(result, tmp_path, monkeypatch) -> Path:
    """A copy of the sample's workspace, in the current folder."""
    shutil.copytree(result.workspace.root, tmp_path / "hasil")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "hasil"


def suara(*arguments: object, typed: str = "", code: int = 0) -> str:
    """What a command prints; it ends with this exit code."""
    done = CliRunner().invoke(cli, list(map(str, arguments)), input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        if not code:
            raise done.exception
        assert getattr(done.exception, "exit_code", None) == code, done.exception
        return str(done.exception)
    assert done.exit_code == code, done.output
    return done.output


def table(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def hand(hasil: Path) -> pl.DataFrame:
    return by_hand.load(hasil / "codes" / "hand.parquet")


def codes(hasil: Path) -> pl.DataFrame:
    suara("code", "-w", hasil)
    return pl.read_parquet(hasil / "codes" / "topics.parquet")


def drawn(hasil: Path, *more: object, name: str = "sample.csv") -> pl.DataFrame:
    Path(name).unlink(missing_ok=True)
    suara("review", "-w", hasil, "--output", name, *more)
    return table(Path(name))


def test_a_sample_marked_and_read_back(hasil):
    """What people decided takes the place of what words say, on these posts and no others."""
    before = codes(hasil)
    sample = drawn(hasil, "--sample", 40)
    wrong = sample.filter(pl.col("code:slow_service") == "1").head(1)["post"][0]
    marks = pl.when(pl.col("post") == wrong).then(pl.lit("")).otherwise("code:slow_service")
    sample.with_columns(marks.alias("code:slow_service"), reviewed=pl.lit("x")).write_csv("sample.csv")
    assert "40 posts reviewed by ani" in suara("review", "--read", "sample.csv", "--coder", "ani", "-w", hasil)
    after = codes(hasil)
    rest = [frame.filter(~pl.col("post").is_in(sample["post"].implode())) for frame in (before, after)]

    assert rest[0].equals(rest[1])
    assert set(after.filter(post=wrong)["topic"]) == set(before.filter(post=wrong)["topic"]) - {"slow_service"}
    decided = after.filter(pl.col("post").is_in(sample["post"].implode()))
    assert set(decided["by"]) == {"hand"}
    assert decided["evidence"].null_count() == 0


def test_the_same_sample_for_the_same_seed(hasil):
    """And another one for another."""
    one, again, other = (drawn(hasil, "--sample", 30, "--seed", seed) for seed in (0, 0, 1))

    assert one.equals(again)
    assert set(one["post"]) != set(other["post"])
    assert one["post"].is_unique().all()


def test_a_sample_is_not_written_over(hasil):
    """It may be marked already."""
    drawn(hasil, "--sample", 5)

    assert "may be marked" in suara("review", "-w", hasil, "--sample", 5, "--output", "sample.csv", code=3)


@pytest.mark.parametrize("by", ["code", "agency", "platform", "month"])
def test_only_posts_that_the_codebook_codes_are_drawn(hasil, by):
    """Posts with text of people: no reposts, no agencies; whatever they are stratified by."""
    sample = drawn(hasil, "--sample", 60, "--by", by)
    workspace = Workspace(hasil)
    posts = workspace.corpus.read().with_columns(post="x:" + pl.col("id"))
    posts = sample.select("post").join(posts, on="post", how="left", maintain_order="left")

    assert posts["text"].null_count() == 0
    assert posts["repost_of"].null_count() == 60
    assert "KAI121" not in posts["author_handle"].to_list()
    assert sample["stratum"].n_unique() > 1 or by == "platform"


def test_a_blind_sample_shows_nothing(hasil):
    """Neither codes nor words; XLSX opens with the same posts."""
    blind = drawn(hasil, "--sample", 30, "--blind")
    suara("review", "-w", hasil, "--sample", 30, "--output", "sample.xlsx")
    rows = list(openpyxl.load_workbook("sample.xlsx").active.values)

    assert blind.select(pl.col("found", "words", "^code:.*$").null_count()).unique().row(0) == (30,) * 16
    assert [row[0] for row in rows[1:]] == blind["post"].to_list()


def test_a_file_that_is_wrong_changes_nothing(hasil):
    """Not even the rows that are right, nor other files beside it."""
    sample = drawn(hasil, "--sample", 10).with_columns(reviewed=pl.lit("1"), coder=pl.lit("ani"))
    sample.write_csv("right.csv")
    sample.with_columns(pl.Series("code:other", ["?"] + [""] * 9)).write_csv("wrong.csv")
    told = suara("review", "-w", hasil, "--read", "right.csv", "wrong.csv", code=3)
    learned = suara("code", "-w", hasil, "--learn", "right.csv", "--learn", "wrong.csv", code=3)

    assert "wrong.csv, row 2: '?' under code:other is no mark" in told
    assert told == learned
    assert not (hasil / "codes" / "hand.parquet").exists()
    assert Workspace(hasil).settings.learn == []


def test_the_terminal(hasil):
    """Numbers turn codes on and off, enter confirms, s skips, q quits and keeps what was done; then it goes on there."""
    shown = suara(
        "review", "-w", hasil, "--terminal", "--coder", "ani", "--sample", 8, "--blind", typed="2 5\n5\n\ns\n\nq\n"
    )
    first = hand(hasil)
    assert "2 decisions by ani kept; 6 of the sample left" in shown
    assert sorted(map(str, first["topic"])) == ["None", "slow_service"]
    assert set(first["coder"]) == {"ani"}
    suara("review", "-w", hasil, "--terminal", "--coder", "ani", "--sample", 8, "--blind", typed="9x\n99\n\n")
    assert hand(hasil)["post"].n_unique() == 3
    suara("review", "-w", hasil, "--terminal", "--coder", "budi", "--sample", 8, typed="\n" * 20)
    assert hand(hasil).group_by("coder").agg(pl.col("post").n_unique()).sort("coder").rows() == [
        ("ani", 3),
        ("budi", 8),
    ]


def test_the_report(hasil):
    """Two coders of the same sample: how good codes are, how far they agree, where they don't; also as tables."""
    sample = drawn(hasil, "--sample", 50).with_columns(reviewed=pl.lit("1"), note=pl.lit("-ragu"))
    other = pl.when(pl.int_range(pl.len()) < 5).then(pl.lit("1")).otherwise("code:other")
    sample.with_columns(coder=pl.lit("ani")).write_csv("ani.csv")
    sample.with_columns(other.alias("code:other"), coder=pl.lit("budi")).write_csv("budi.csv")
    suara("review", "-w", hasil, "--read", "ani.csv", "--read", "budi.csv")
    told = suara("review", "-w", hasil, "--report")
    performance = table(hasil / "tables" / "performance.csv")

    assert "complaints by words: 50 posts reviewed, which stand for all they were drawn from" in told
    assert "Agreement between coders" in told
    slow = performance.filter(pl.col("topic") == "slow_service").row(0, named=True)
    assert (slow["precision"], slow["recall"], slow["weighted"]) == ("1.0", "1.0", "true")
    assert float(slow["recall_low"]) < 0.9
    agreement = table(hasil / "tables" / "agreement.csv")
    assert agreement.filter(pl.col("topic") == "slow_service")["kappa"].item() == "1.0"
    assert float(agreement.filter(pl.col("topic") == "other")["kappa"].item()) < 1
    assert table(hasil / "tables" / "disagreements.csv").height in range(3, 6)
    corrections, notes = (table(hasil / "tables" / f"{name}.csv") for name in ("corrections", "notes"))
    assert corrections.select("topic", "kind").unique().rows() == [("other", "missed")]
    assert (notes.height, notes["note"][0]) == (100, "'-ragu")
    suara("review", "-w", hasil, "--report", "--output", "p.json")
    assert pl.read_json("p.json").height == performance.height


def marked_by_words(hasil: Path) -> pl.DataFrame:
    """A sample of all posts, with each post's codes as the words of the codebook found them."""
    return drawn(hasil, "--sample", 5000).with_columns(reviewed=pl.lit("1"), coder=pl.lit("ani"))


def test_learning_from_a_marked_sample(hasil):
    """Codes with enough posts are learned and told how well; the rest is left to words. It stays in suara.toml."""
    sample = marked_by_words(hasil)
    few, seen = sample.filter(pl.col("code:no_answer").is_null()), 350
    few.head(seen).write_csv("sample.csv")
    told = suara("code", "-w", hasil, "--learn", "sample.csv")
    found = pl.read_parquet(hasil / "codes" / "topics.parquet")
    learning = table(hasil / "tables" / "learning.csv")

    assert "no_answer: too little to learn, 0 of 20 posts with it; left to words" in told
    assert "mean F1" in told
    assert Workspace(hasil).settings.learn == ["complaints"]
    learned = learning.filter(pl.col("learned") == "true")
    assert "slow_service" in learned["topic"].to_list()
    assert set(found["by"]) >= {"hand", "learning"}
    by_machine = found.filter(by="learning")
    assert set(by_machine["topic"]) <= set(learned["topic"])
    assert by_machine["probability"].is_between(0, 1).all()
    assert set(by_machine["post"]).isdisjoint(few.head(seen)["post"])
    again = suara("code", "-w", hasil)
    assert pl.read_parquet(hasil / "codes" / "topics.parquet").equals(found)
    assert "mean F1" in again
    report = suara("review", "-w", hasil, "--report")
    assert "complaints by learning" in report


def test_learning_from_a_book_that_was_reviewed(hasil):
    """By its name, without the files; one that nobody has reviewed can't be learned."""
    told = suara("code", "-w", hasil, "--learn", "complaints", code=6)
    assert "nobody has decided on complaints yet" in told
    marked_by_words(hasil).head(300).write_csv("sample.csv")
    suara("review", "-w", hasil, "--read", "sample.csv")
    assert "mean F1" in suara("code", "-w", hasil, "--learn", "complaints")
    marked_by_words(hasil).head(300).with_columns(reviewed=pl.lit("")).write_csv("none.csv")
    assert "no row of none.csv is marked" in suara("code", "-w", hasil, "--learn", "none.csv", code=6)


def test_a_sentence_model_that_is_none(hasil):
    """One line, and nothing is changed."""
    marked_by_words(hasil).head(300).write_csv("sample.csv")
    told = suara("code", "-w", hasil, "--learn", "sample.csv", "--model", ".", code=5)

    assert "holds no model.onnx" in told
    assert Workspace(hasil).settings.model is None
    assert hand(hasil).is_empty()


def test_coding_again_with_a_changed_book(hasil, tmp_path):
    """Decisions stand; those on codes that are gone are said."""
    sample = drawn(hasil, "--sample", 30).with_columns(reviewed=pl.lit("1"))
    sample.write_csv("sample.csv")
    suara("review", "-w", hasil, "--read", "sample.csv", "--coder", "ani")
    own = Path("own.toml")
    own.write_text('name = "complaints"\n[[code]]\nid = "slow_service"\nphrases = { id = ["lambat"] }\n')
    suara("code", "-w", hasil, "--codebook", own)
    found = pl.read_parquet(hasil / "codes" / "topics.parquet")
    told = suara("review", "-w", hasil, "--report")

    assert set(found["topic"]) == {"slow_service"}
    assert set(found["by"]) == {"hand", "words"}
    assert "complaints has no code 'red_tape' (any more)" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say what to do"),
        (["--output", "sample.ods"], r".csv or .xlsx"),
        (["--terminal"], "needs --coder"),
        (["--terminal", "--report"], "one at a time"),
        (["sample.csv"], "write --read before"),
        (["--report", "--output", "x.docx"], "--format is needed"),
    ],
)
def test_commands_that_say_too_little_or_too_much(hasil, arguments, message):
    """Are told so, with what to do."""
    assert message in suara("review", "-w", hasil, *arguments, code=2)


def test_before_anybody_has_reviewed(hasil):
    """The report says what to do; a book that isn't there is named."""
    assert "nobody has reviewed a post yet" in suara("review", "-w", hasil, "--report", code=6)
    assert "gone is no codebook of the workspace" in suara(
        "review", "-w", hasil, "--codebook", "gone", "-o", "s.csv", code=5
    )


def test_files_beside_the_codes_that_are_damaged(hasil):
    """Are named, with what makes them again; decisions can't be made again, and are never written over."""
    drawn(hasil, "--sample", 5).with_columns(reviewed=pl.lit("1")).write_csv("sample.csv")
    suara("review", "-w", hasil, "--read", "sample.csv", "--coder", "ani")
    suara("code", "-w", hasil)
    (hasil / "codes" / "held_out.parquet").write_bytes(b"PAR1")
    assert "`suara code` makes it again" in suara("review", "-w", hasil, "--report", code=4)
    suara("code", "-w", hasil)
    suara("review", "-w", hasil, "--report")
    (hasil / "codes" / "hand.parquet").write_bytes(b"PAR1")
    assert "hand.parquet can't be read" in suara("code", "-w", hasil, code=4)
    assert "hand.parquet can't be read" in suara(
        "review", "-w", hasil, "--read", "sample.csv", "--coder", "ani", code=4
    )
    assert (hasil / "codes" / "hand.parquet").read_bytes() == b"PAR1"
