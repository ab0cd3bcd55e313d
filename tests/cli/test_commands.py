"""The commands as a person meets them: what they print, what they leave, and how they say what is wrong."""

import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import polars as pl
import pytest

import suara
from suara.cli import cli

SUARA = Path(sys.executable).parent / "suara"


def run(*arguments: object, cwd: Path | None = None, **more) -> subprocess.CompletedProcess:
    """The real command in a process of its own."""
    command = [SUARA, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120, **more)


def page(*ids: int, text: str = "lelet banget @KAI121") -> str:
    tweets = [{"id": str(i), "text": text, "author_id": "1", "created_at": "2026-03-01T00:00:00Z"} for i in ids]
    return json.dumps({"data": tweets, "meta": {}}) + "\n"


def walk(command: click.Command, name: str = "suara"):
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            yield from walk(command.get_command(context, sub), f"{name} {sub}")


COMMANDS = dict(walk(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name):
    """With an example for each command."""
    command = COMMANDS[name]

    assert command.help
    assert "\b" in command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def examples(*, live: bool) -> list[str]:
    """Those of `suara collect ...` ask platforms, with keys; the others work on what is here."""
    lines = [
        line.strip().partition("suara ")[2]
        for name, command in COMMANDS.items()
        if name.startswith("suara collect ") == live and name != "suara"
        for line in (command.help or "").split("\b")[1].splitlines()
        if live or line.strip().startswith("suara ")
    ]
    if live:
        readme = (Path(__file__).parents[2] / "README.md").read_text()
        lines += re.findall(r"^suara (collect [^#\n]*)", readme, re.MULTILINE)
    return [f"suara {line.partition(' --log')[0] if '*/15' in line else line}" for line in lines if line]


@pytest.mark.parametrize("example", examples(live=True))
def test_examples_of_live_collection_are_right(example):
    """Their options are there and their values are taken; the tests of each source run it on a server of their own."""
    _, group, name, *arguments = shlex.split(example)
    COMMANDS[f"suara {group} {name}"].make_context(name, arguments)


def test_run_leaves_everything(result):
    """Map, tables with the columns of the contract, and the workspace."""
    root = result.workspace.root
    contract = {
        "accounts": "key, platform, handle, name, agency, followers, posts, complaints, in_degree, out_degree, in_strength, "
        "out_strength, pagerank, betweenness, betweenness_error, community",
        "communities": "community, accounts, ties_inside, ties_outside, posts, complaints, top_accounts, top_hashtags, "
        "top_topics, top_agencies",
        "topics": "codebook, topic, label, posts, share, accounts",
        "responses": "complaint, platform, created_at, account, agency, topics, response, responder, responded_at, minutes, "
        "working_minutes, evidence, kind, status",
        "agencies": "agency, name, complaints, answered, rate, rate_low, rate_high, median_minutes, median_low, median_high, "
        "p90_minutes, within_limit, handed_off",
        "codes": "post, codebook, topic, evidence, start, end",
    }
    for name, columns in contract.items():
        table = pl.read_csv(root / "tables" / f"{name}.csv", infer_schema=False)
        assert set(columns.split(", ")) <= set(table.columns), name
        assert table.height > 0
    assert {path.name for path in root.iterdir()} >= {"suara.toml", "posts", "graph.lbug", "tables", "map.html"}


def test_run_again_changes_nothing(sample, tmp_path):
    """Everything is a duplicate, and the tables and the map are the same to the byte."""
    out = tmp_path / "hasil"
    assert run("run", *sample, "--out", out).returncode == 0
    before = {path: path.read_bytes() for path in [*out.glob("tables/*.csv"), out / "map.html"]}
    again = run("run", *sample, "--out", out)

    assert "= 0 imported" in again.stdout
    assert {path: path.read_bytes() for path in before} == before


def test_steps_one_by_one_give_what_run_gives(sample, result, tmp_path):
    """Import and analyses by themselves; what they need is brought up to date on the way."""
    workspace = tmp_path / "w"
    for path in sample:
        assert run("import", path, "-w", workspace).returncode == 0
    for step in ("communities", "centrality", "responses", "topics"):
        done = run(step, "-w", workspace, "--output", tmp_path / f"{step}.csv")
        assert done.returncode == 0, done.stderr
    tables = result.workspace.root / "tables"
    assert (tmp_path / "centrality.csv").read_bytes() == (tables / "accounts.csv").read_bytes()
    for name in ("communities", "responses", "topics"):
        assert (tmp_path / f"{name}.csv").read_bytes() == (tables / f"{name}.csv").read_bytes(), name
    assert run("map", "-w", workspace).returncode == 0


def test_format_and_ending_that_contradict(result, tmp_path):
    """Neither is guessed to be the one that was meant."""
    done = run("topics", "--workspace", result.workspace.root, "--format", "csv", "--output", tmp_path / "x.json")

    assert done.returncode == 2
    assert "contradict" in done.stderr
    assert not (tmp_path / "x.json").exists()


def test_a_workspace_of_a_later_version(tmp_path):
    """It is left alone."""
    (tmp_path / "suara.toml").write_text("version = 9\n")
    done = run("status", "--workspace", tmp_path)

    assert done.returncode == 4
    assert "version 9" in done.stderr


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_tables_in_every_format(result, tmp_path, form):
    """The same rows in each."""
    path = tmp_path / f"t.{form}"
    done = run("responses", "--by", "agency", "-w", result.workspace.root, "-f", form, "-o", path)
    read = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}[form]

    assert done.returncode == 0, done.stderr
    assert f"{path}: {result.responses.agencies.height} rows" in done.stderr
    assert read(path)["agency"].to_list() == result.responses.agencies["agency"].to_list()


def test_a_workspace_is_found_from_below(result):
    """Like git finds its repository."""
    done = run("status", cwd=result.workspace.root / "tables")

    assert done.returncode == 0
    assert "coded: up to date; graph built: up to date" in done.stdout


# ------------------------------------------------------------------------------------------------- bad input


def wrong(done: subprocess.CompletedProcess) -> str:
    """The one line that says what is wrong; no traceback."""
    assert done.returncode not in (0, 1)
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def test_broken_records_are_counted_and_kept(tmp_path):
    """The rest is imported; rejected.csv has file, line, reason and the record, once however often it is read."""
    path = tmp_path / "posts.jsonl"
    bad = [page(1), "no json\n", page("1.23E+18"), page(2), page(3).replace("2026-03-01", "1970-01-01")]  # type: ignore[arg-type]
    path.write_text("".join(bad))
    out = tmp_path / "w"
    for _ in range(2):
        done = run("import", path, "-w", out)
    rejected = pl.read_csv(out / "tables" / "rejected.csv")

    assert done.returncode == 0
    assert "5 read = 0 imported + 2 duplicates + 3 rejected" in done.stdout
    assert rejected["line"].to_list() == [2, 3, 5]
    assert rejected["raw"][0] == "no json"
    assert "1.23E+18" in rejected["reason"][1]
    assert rejected["file"].unique().to_list() == [str(path)]


def test_strict_stops_at_the_first(tmp_path):
    """With file and line."""
    path = tmp_path / "posts.jsonl"
    path.write_text(page(1) + "no json\n" + page(2))
    line = wrong(run("import", path, "-w", tmp_path / "w", "--strict"))

    assert f"{path}, line 2: not JSON" in line


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "isn't there"),
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("a,b\n1,2\n"), "Known formats: "),
        (lambda path: path.write_bytes(b"\x1f\x8b\x08broken"), "damaged"),
    ],
)
def test_files_that_are_none(tmp_path, make, told):
    """One line, an exit code, and nothing imported."""
    path = tmp_path / "file.csv"
    make(path)
    good = tmp_path / "good.jsonl"
    good.write_text(page(1))
    line = wrong(run("run", good, path, "--out", tmp_path / "w"))

    assert str(path) in line
    assert told in line
    assert not list((tmp_path / "w" / "posts").glob("*.parquet"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["status"], "is no workspace"),
        (["topics", "-w", "{empty}"], "has no posts yet"),
        (["run", "{good}", "--out", "{full}"], "isn't empty"),
        (["run", "{good}", "--out", "{new}", "--store", "neo4j://localhost:1"], "can't be reached"),
        (["run", "{good}", "--out", "{new}", "--codebook", "nosuch"], "there is no codebook"),
        (["query", "nosuch", "-w", "{empty}"], "there is no question"),
    ],
)
def test_other_mistakes(tmp_path, arguments, told):
    """Each has its own line."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("mine")
    good = tmp_path / "good.jsonl"
    good.write_text(page(1))
    suara.Workspace.create(tmp_path / "empty")
    places = {name: tmp_path / name for name in ("empty", "full", "new")} | {"good": good}
    environment = {**os.environ, "SUARA_NEO4J_PASSWORD": "of-nobody"}
    done = run(*(a.format(**places) for a in arguments), cwd=tmp_path, env=environment)

    assert told in wrong(done)


def test_debug_shows_where(tmp_path):
    """--debug gives the traceback."""
    assert "Traceback" in run("--debug", "status", cwd=tmp_path).stderr


def test_two_runs_at_once(sample, tmp_path):
    """The second says so and leaves the first alone."""
    workspace = suara.Workspace.create(tmp_path / "w")
    with workspace.lock():
        line = wrong(run("run", *sample, "--out", tmp_path / "w"))

    assert "another suara is at work" in line


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.8, 1.5, 2.2])
def test_stopped_in_the_middle(sample, result, tmp_path, seconds):
    """Ctrl-C: one line, exit code 130; the same command again completes it as if nothing had been."""
    out = tmp_path / "w"
    command = [SUARA, "run", *sample, "--out", out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        time.sleep(seconds)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=60)

    assert started.returncode in (0, 130, -2), said
    assert "Traceback" not in said or seconds < 1  # the interpreter itself may still be loading
    again = run("run", *sample, "--out", out)
    assert again.returncode == 0, again.stderr
    for name in ("accounts", "communities", "responses", "agencies", "topics"):
        expected = (result.workspace.root / "tables" / f"{name}.csv").read_bytes()
        assert (out / "tables" / f"{name}.csv").read_bytes() == expected


def small_files() -> None:
    """As a full disk does: nothing beyond 200 kB is written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_no_room_left(sample, tmp_path):
    """One line; what is there is whole; with room again the same command completes it."""
    out = tmp_path / "w"
    line = wrong(run("run", *sample, "--out", out, preexec_fn=small_files))

    assert "again" in line or "File too large" in line
    assert not list(out.rglob("*.unfinished"))
    assert run("run", *sample, "--out", out).returncode == 0


@pytest.mark.parametrize("gone", ["graph.lbug", "codes", "codes/topics.parquet", "state.json", "tables"])
def test_what_is_deleted_is_made_again(result, tmp_path, gone):
    """All but posts/ can be made again from it, and is when it is needed."""
    subprocess.run(["cp", "-r", result.workspace.root, tmp_path / "w"], check=True)
    place = tmp_path / "w" / gone
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    for command in ("query", "hand_offs"), ("responses",):
        assert run(*command, "-w", tmp_path / "w").returncode == 0


def test_damaged_codes_are_made_again(result, tmp_path):
    """They are derived."""
    subprocess.run(["cp", "-r", result.workspace.root, tmp_path / "w"], check=True)
    (tmp_path / "w" / "codes" / "topics.parquet").write_bytes(b"PAR1 no more")

    assert run("topics", "-w", tmp_path / "w").returncode == 0


def test_a_wrong_codebook_is_not_remembered(result, tmp_path):
    """The workspace goes on with what it had."""
    subprocess.run(["cp", "-r", result.workspace.root, tmp_path / "w"], check=True)
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\n[[code]]\nid = "a"\nphrases = { id = ["("] }')
    assert "code 'a'" in wrong(run("code", "-w", tmp_path / "w", "--codebook", own))

    assert run("topics", "-w", tmp_path / "w").returncode == 0


def test_odd_names(tmp_path):
    """Brackets, spaces and line breaks in names are only names."""
    folder = tmp_path / "[red]w s"
    path = tmp_path / "[bold]posts*?.jsonl"
    path.write_text(page(1))
    assert run("run", path, "--out", folder).returncode == 0
    done = run("status", "-w", folder)

    assert done.returncode == 0, done.stderr
    assert "[red]w s" in done.stdout


def test_secrets_and_private_people_stay_inside(result):
    """The map has no handle and no name of a private person; the key of the pseudonyms is the owner's alone."""
    root = result.workspace.root
    private = result.accounts.filter(pl.col("agency").is_null(), pl.col("followers").fill_null(0) <= 5000)
    text = (root / "map.html").read_text(encoding="utf-8")

    assert private.height > 300
    assert [handle for handle in private["handle"].drop_nulls() if handle in text] == []
    assert [key for key in private["key"] if key in text] == []
    assert (root / ".pseudonyms.key").stat().st_mode & 0o777 == 0o600


def test_hostile_texts_stay_text(tmp_path):
    """A script in a name or a formula in a text runs nowhere."""
    evil = '<script>alert(1)</script>=HYPERLINK("x")'
    path = tmp_path / "posts.jsonl"
    tweets = [{"id": "1", "text": "=1+1 lelet banget @KAI121", "author_id": "7", "created_at": "2026-03-01T00:00:00Z",
               "entities": {"mentions": [{"username": "KAI121"}], "hashtags": [{"tag": evil}]}}]  # fmt: skip
    users = [{"id": "7", "username": "warga_contoh", "name": evil, "verified": True}]
    path.write_text(json.dumps({"data": tweets, "includes": {"users": users}, "meta": {}}) + "\n")
    done = run("run", path, "--out", tmp_path / "w", "--names", "all")
    page_text = (tmp_path / "w" / "map.html").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert "<script>alert(1)" not in page_text
    for table in (tmp_path / "w" / "tables").glob("*.csv"):
        assert not re.search(r'(^|,)"?[=+@]', table.read_text(encoding="utf-8"), re.MULTILINE), table


def test_a_file_in_two_parts_gives_the_same_answers(sample: list[Path], tmp_path: Path):
    """Whoever splits a file and imports both parts, in whichever order, learns the same."""
    lines = sample[1].read_text(encoding="utf-8").splitlines(keepends=True)
    middle = len(lines) // 2
    parts = [tmp_path / "kedua.csv", tmp_path / "pertama.csv"]
    for path, part in zip(parts, (lines[middle:], lines[1:middle]), strict=True):
        path.write_text("".join([lines[0], *part]), encoding="utf-8")
    columns = ["complaint", "agency", "case", "response", "minutes", "evidence", "kind", "status"]

    def told(name: str, files: list[Path]) -> pl.DataFrame:
        workspace = suara.Workspace.create(tmp_path / name)
        suara.import_files(workspace, files)
        return suara.responses(workspace).responses.select(columns).sort("complaint")

    assert told("whole", [sample[1]]).equals(told("parts", parts))
