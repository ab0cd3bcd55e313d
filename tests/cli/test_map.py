"""The command that draws the map."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from tests.maps import written

from suara.cli import cli
from suara.present.map import views


def test_views_are_chosen(here: Path) -> None:
    """The first one is open, and what is said is of it."""
    done = CliRunner().invoke(
        cli, ["map", "-w", "hasil", "--view", "communities", "--view", "accounts", "-o", "peta.html"]
    )
    data = written(here / "peta.html")

    assert done.exit_code == 0, done.output
    assert [view["name"] for view in data["views"]] == ["communities", "accounts"]
    assert data["start"] == "communities"
    assert f"{len(data['views'][0]['nodes'])} of " in done.output


def test_map_has_all_views_and_the_measures_that_were_taken(here: Path) -> None:
    """The discourse network, too; betweenness, as `run` has measured it; what the posts don't give is said."""
    done = CliRunner().invoke(cli, ["map", "-w", "hasil"])
    data = written(here / "hasil" / "map.html")

    assert done.exit_code == 0, done.output
    assert [view["name"] for view in data["views"]] == [name for name in views.names() if name != "coalitions"]
    assert "views that these posts don't give: coalitions" in done.output
    assert {"betweenness", "pagerank", "posts", "complaints"} <= set(data["nodes"]["measures"])


def test_view_of_statements_alone(here: Path) -> None:
    """Statements are found wherever a view needs them."""
    done = CliRunner().invoke(cli, ["map", "-w", "hasil", "--view", "discourse"])

    assert done.exit_code == 0, done.output
    assert [view["name"] for view in written(here / "hasil" / "map.html")["views"]] == ["discourse"]


def test_unknown_view_is_refused(here: Path) -> None:
    done = CliRunner().invoke(cli, ["map", "-w", "hasil", "--view", "peta"])

    assert done.exit_code == 2
    assert "everything" in done.output
