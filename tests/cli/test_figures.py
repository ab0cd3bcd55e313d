"""Figures as a person asks for them: where they are drawn, and what is said of them."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from defusedxml import ElementTree

import suara
from suara.cli import cli
from suara.cli._main import main
from suara.errors import InputError, NotYet
from suara.present.figures import names
from suara.steps import import_statements


def said(*arguments: str) -> str:
    done = CliRunner().invoke(cli, [*arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_list_tells_the_figures_there_are():
    """Without a workspace; each with what it shows."""
    printed = said("figure", "list")

    assert all(name in printed for name in names())
    assert "Kaplan-Meier curves" in printed


def test_figure_is_drawn_into_the_workspace(here):
    """Where no file is named; its title and what is to be known of it are printed."""
    printed = said("figure", "waiting", "-w", "hasil", "--lang", "en")

    page = (here / "hasil" / "figures" / "waiting.html").read_text(encoding="utf-8")
    assert "How long do people wait for an answer?" in printed
    assert "Median of the answered alone" in printed
    assert page.count("<svg") == 2  # for a screen, and for a phone
    assert "<title>How long do people wait for an answer?</title>" in page


OF_DEBATES = ("coalitions", "phases")  # nobody takes a position in complaints


@pytest.fixture(scope="module")
def debate(result, tmp_path_factory) -> suara.Workspace:
    """The sample's workspace, with statements that hand coders made."""
    root = tmp_path_factory.mktemp("debate") / "hasil"
    shutil.copytree(result.workspace.root, root)
    workspace = suara.Workspace.find(root)
    import_statements(workspace, [Path("sample/pernyataan.csv").resolve()])
    return workspace


@pytest.mark.parametrize("name", names())
def test_figures_of_the_sample(name, result, debate, tmp_path):
    """Each draws something, and its file is whole."""
    of = debate if name in OF_DEBATES else result.workspace
    drawn = suara.figure(of, name, tmp_path / "a.svg", lang="en")

    assert "Nothing to draw" not in " ".join(drawn.notes)
    texts = {node.text for node in ElementTree.parse(drawn.path).iter()}
    assert drawn.title in texts


def test_commands_draw_what_they_found(result, tmp_path):
    """Several figures at once; the table goes where it was asked for; the options of the command hold for its figures."""
    root, week, waiting = str(result.workspace.root), tmp_path / "week.svg", tmp_path / "waiting.svg"
    arguments = ["responses", "-w", root, "--window", "0", "--lang", "en", "--format", "csv"]
    done = CliRunner().invoke(
        cli, [*arguments, "--figure", "week", str(week), "--figure", "waiting", str(waiting)], catch_exceptions=False
    )

    assert done.stdout.startswith("complaint,")
    assert f"figure: {week}" in done.stderr
    found = suara.responses(result.workspace)  # as it was, for other tests
    answered = found.cases.filter(status="answered").height
    assert answered > 0
    drawn = waiting.read_text(encoding="utf-8")
    assert "complaints that were answered (" in drawn
    assert f"complaints that were answered ({answered})" not in drawn
    said("topics", "-w", root, "--figure", str(tmp_path / "topics.png"))
    assert (tmp_path / "topics.png").read_bytes().startswith(b"\x89PNG")


def test_what_cant_be_is_said_before_the_work(result, tmp_path):
    """A figure, a time zone, a kind of file that isn't there."""
    with pytest.raises(
        InputError, match=r"no figure 'pie': name one of coalitions, handoffs, phases, ranking, survival"
    ):
        suara.figure(result.workspace, "pie")
    with pytest.raises(InputError, match="no time zone 'Jakarta'"):
        suara.figure(result.workspace, "week", timezone="Jakarta")
    with pytest.raises(InputError, match=r"a\.pdf can't be drawn"):
        said("responses", "-w", str(result.workspace.root), "--figure", "week", str(tmp_path / "a.pdf"))
    assert not list(tmp_path.iterdir())


def test_without_posts_there_is_no_figure(tmp_path, monkeypatch, capsys):
    """One line, and no file."""
    suara.Workspace.create(tmp_path / "hasil")
    monkeypatch.setattr(
        "sys.argv", ["suara", "figure", "survival", str(tmp_path / "a.svg"), "-w", str(tmp_path / "hasil")]
    )
    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == NotYet.exit_code
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "a.svg").exists()


def test_without_complaints_the_figure_says_so(tmp_path):
    """It is whole, and the command tells the same."""
    post = {"id": "1", "text": "selamat pagi", "author_id": "7", "created_at": "2026-03-01T00:00:00Z"}
    posts = tmp_path / "posts.jsonl"
    posts.write_text(json.dumps({"data": [post], "meta": {}}) + "\n")
    said("import", str(posts), "-w", str(tmp_path / "hasil"))
    for name in names():
        printed = said("figure", name, str(tmp_path / f"{name}.svg"), "-w", str(tmp_path / "hasil"), "--lang", "en")
        nothing = "Nothing to draw: (there is no complaint|no answer to a complaint|there is no statement)"
        assert re.search("Too few to look for changes" if name == "timeline" else nothing, printed)
        ElementTree.parse(tmp_path / f"{name}.svg")
