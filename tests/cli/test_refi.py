"""`suara refi` as a person uses it: out to another program, coded there by hand, and back."""

import re
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from tests.refi_rules import check_codebook, check_project

import suara
from suara.cli import cli
from suara.coding import by_hand
from suara.coding.codebook import load
from suara.coding.refi.ours import PROGRAM_GUIDS

ANI, MADE = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-{:012x}"


@pytest.fixture
def study(result, tmp_path, monkeypatch) -> suara.Workspace:
    """The sample's workspace, to be changed."""
    shutil.copytree(result.workspace.root, tmp_path / "hasil")
    monkeypatch.chdir(tmp_path)
    return suara.Workspace(tmp_path / "hasil")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["refi", *map(str, arguments)], catch_exceptions=True)


def said(*arguments: object) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return re.sub(r"\s+", " ", done.output)


def edited(path: Path, change) -> None:
    """The project as a program would have left it: `change` gets its XML."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["project.qde"] = change(files["project.qde"].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def by_ani(project: str, code: str = "Pelayanan tak ramah", times: int = 3) -> str:
    """Ani has given this code to the first selections with words."""
    target = re.search(rf'<Code guid="([^"]+)" name="{code}"', project)
    assert target is not None
    numbers = iter(range(times))
    coding = (
        f'<Coding guid="{MADE}" creatingUser="{ANI}"><CodeRef targetGUID="{target[1]}"/></Coding></PlainTextSelection>'
    )

    def more(found: re.Match) -> str:
        number = next(numbers, None)
        return found[0] if number is None else found[0].replace("</PlainTextSelection>", coding.format(number))

    project = re.sub(r"<PlainTextSelection(?:(?!</PlainText).)*<Coding.*?</PlainTextSelection>", more, project)
    return project.replace("<Users>", f'<Users><User guid="{ANI}" name="Ani"/>')


def test_codebooks_go_out_and_come_back(tmp_path, monkeypatch):
    """Without a workspace, if they are named."""
    monkeypatch.chdir(tmp_path)
    codes = load("complaints").codes
    assert f"complaints ({len(codes)} codes)" in said("export", "c.qdc", "--codebook", "complaints", "--lang", "en")
    check_codebook(Path("c.qdc").read_bytes())

    told = sum(bool(code.all_phrases or code.patterns) for code in codes)
    assert f"{len(codes)} codes, {told} with phrases" in said("import", "c.qdc", "-o", "own.toml")
    assert load(Path("own.toml")) == load("complaints")
    assert run("import", "c.qdc").output == Path("own.toml").read_text()


def test_codebooks_in_use_go_out(study):
    """Without naming them."""
    said("export", "all.qdc", "-w", "hasil")

    assert suara.read_codebook("all.qdc") == load("complaints")


def test_what_people_code_elsewhere_comes_back(study):
    """As decisions by hand: what they added, and what they let stand on the same posts."""
    told = said("export", "k.qdpx", "-w", "hasil")
    assert re.search(r"[\d,]+ posts in \d+ sources, [\d,]+ codings, \d+ cases", told)
    edited(Path("k.qdpx"), by_ani)
    told = said("import", "k.qdpx", "-w", "hasil", "-o", "codings.csv")
    codings = pl.read_csv("codings.csv", infer_schema_length=None)
    own = codings.filter(coder="Ani")
    decided = by_hand.load(study.root / "codes" / "hand.parquet")

    assert "3 codings by hand on" in told
    assert own["topic"].unique().to_list() == ["unfriendly_service"]
    assert set(decided["post"]) == set(own["post"])
    assert decided["coder"].unique().to_list() == ["Ani"]
    codes = suara.code(study).join(own.select("post").unique(), on="post", how="semi").filter(codebook="complaints")
    assert codes["by"].unique().to_list() == ["hand"]
    assert set(codes["topic"]) == set(decided["topic"])
    left = codings.filter(pl.col("coder") != "Ani").join(own.select("post"), on="post", how="semi")
    assert set(decided["topic"]) == {"unfriendly_service", *left["topic"]}
    texts = study.corpus.read().select("text", post=pl.concat_str("platform", pl.lit(":"), "id"))
    placed = codings.drop_nulls("start").join(texts, on="post")
    words = placed.select(pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))).to_series()
    assert words.equals(placed["evidence"], check_names=False)


def test_the_same_project_again_changes_nothing(study):
    """A later state of it takes the place of the earlier one."""
    said("export", "k.qdpx", "-w", "hasil")
    original = Path("k.qdpx").read_bytes()
    states = []
    for times in (3, 3, 1):
        Path("k.qdpx").write_bytes(original)
        edited(Path("k.qdpx"), lambda project, times=times: by_ani(project, times=times))
        said("import", "k.qdpx", "-w", "hasil")
        states.append(by_hand.load(study.root / "codes" / "hand.parquet").drop("at"))

    assert states[0].equals(states[1])
    assert states[2].height <= states[1].height


def test_hand_codes_go_out_under_the_name_of_who_gave_them(study):
    """And not as the program's."""
    said("export", "k.qdpx", "-w", "hasil")
    edited(Path("k.qdpx"), by_ani)
    said("import", "k.qdpx", "-w", "hasil")
    said("export", "again.qdpx", "-w", "hasil")
    root, _ = check_project(Path("again.qdpx"))
    users = {user.get("name"): user.get("guid") for user in root.iter("User")}
    by = [coding.get("creatingUser") for coding in root.iter("Coding")]

    assert by.count(users["Ani"]) == by_hand.load(study.root / "codes" / "hand.parquet").height


def test_blank_projects_have_no_codes(study):
    """So that people code on their own."""
    assert "0 codings" in said("export", "blank.qdpx", "-w", "hasil", "--blank")
    root, _ = check_project(Path("blank.qdpx"))

    assert list(root.iter("Coding")) == []
    assert len(list(root.iter("Code"))) == len(load("complaints").codes) + 1


def test_what_cannot_be_taken_is_told(study):
    """Codes of other codebooks, sources of others, and elements that have no place here."""
    said("export", "k.qdpx", "-w", "hasil")
    foreign = '<Codes><Code guid="c1" name="Kode baru" isCodable="true"/>'
    source = f'<Sources><TextSource guid="{ANI}" name="Wawancara 1"><PlainTextContent>lama</PlainTextContent>'
    whole = f'<Coding guid="{MADE.format(99)}"><CodeRef targetGUID="c1"/></Coding></TextSource>'

    def change(project: str) -> str:
        project = by_ani(project.replace("<Codes>", foreign), "Kode baru", 2)
        return project.replace("<Sources>", source + whole)

    edited(Path("k.qdpx"), change)
    told = said("import", "k.qdpx", "-w", "hasil")

    assert "0 codings by hand" in told
    assert "1 coding not taken: the source isn't one of this workspace" in told
    assert "1 source not of this workspace: Wawancara 1" in told
    assert "2 codings not taken, of codes that no codebook in use has: Kode baru (2)" in told
    assert not (study.root / "codes" / "hand.parquet").exists()


def test_programs_that_make_new_guids_lose_nothing(study):
    """Sources, posts, codes and coders are then known by their names and tokens."""
    said("export", "k.qdpx", "-w", "hasil")

    def change(project: str) -> str:
        found = dict.fromkeys(re.findall(r'(?:guid|GUID|creatingUser)="([^"]+)"', by_ani(project)))
        fresh = {old: f"{{{MADE.format(n).upper()}}}" for n, old in enumerate(found)}
        return re.sub(r'((?:guid|GUID|creatingUser)=")([^"]+)', lambda each: each[1] + fresh[each[2]], by_ani(project))

    edited(Path("k.qdpx"), change)

    assert "3 codings by hand on" in said("import", "k.qdpx", "-w", "hasil")
    assert PROGRAM_GUIDS["words"] not in zipfile.ZipFile("k.qdpx").read("project.qde").decode()


def test_broken_projects_take_nothing_over(study):
    """What was there before stays as it was."""
    said("export", "k.qdpx", "-w", "hasil")
    edited(Path("k.qdpx"), by_ani)
    said("import", "k.qdpx", "-w", "hasil")
    before = (study.root / "codes" / "hand.parquet").read_bytes()
    edited(Path("k.qdpx"), lambda project: project.replace("</Sources>", "<Script/></Sources>"))
    done = run("import", "k.qdpx", "-w", "hasil")

    assert isinstance(done.exception, suara.SuaraError)
    assert re.match(r"k\.qdpx: project\.qde, line \d+: the element 'Script'", str(done.exception))
    assert (study.root / "codes" / "hand.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["export", "x.doc", "--codebook", "complaints"], "neither in .qdc"),
        (["export", "x.qdc", "--codebook", "nosuch"], "there is no codebook nosuch"),
        (["export", "x.qdpx", "-w", "hasil", "--codebook", "nosuch"], "'nosuch' isn't in use here (complaints)"),
        (["import", "nosuch.qdc"], "nosuch.qdc can't be read: No such file"),
        (["import", "nosuch.qdpx", "-w", "hasil"], "nosuch.qdpx can't be read: No such file"),
        (["import", "c.qdc", "-o", "own.csv"], "a codebook goes into a .toml"),
        (["import", "two.qdc"], "has the codebooks one, complaints: name one of them with --codebook"),
        (["export", "no/such/folder.qdc", "--codebook", "complaints"], "can't be written"),
    ],
)
def test_what_is_wrong_is_told(arguments, problem, study):
    """In one sentence."""
    said("export", "c.qdc", "--codebook", "complaints")
    Path("one.toml").write_text('name = "one"\n[[code]]\nid = "a"\n')
    said("export", "two.qdc", "--codebook", "one.toml", "--codebook", "complaints")
    done = run(*arguments)

    assert done.exit_code != 0
    assert problem in done.output + str(done.exception)


def test_the_commands_of_the_page_run(study, root):
    """Those of docs/refi-qda.md, one after the other."""
    page = (root / "docs" / "refi-qda.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    assert len(block.splitlines()) == 4
    for line in block.splitlines():
        said(*line.split()[2:])
