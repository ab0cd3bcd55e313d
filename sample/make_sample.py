"""Make the bundled sample: two files of invented posts, and the truth about them.

python sample/make_sample.py [FOLDER [SEED]]    (here and 7 unless told; the same seed gives the same bytes)
"""

import csv
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import happenings
import pages
import wording
from world import AGENCIES, Account, Post, World

HERE = Path(__file__).parent
CODING = HERE.parent / "src" / "suara" / "coding"
REPEATED = 10  # rows of the CSV that come twice
HARVEST_COLUMNS = [
    "conversation_id_str", "created_at", "favorite_count", "full_text", "id_str", "image_url",
    "in_reply_to_screen_name", "lang", "location", "quote_count", "reply_count", "retweet_count",
    "tweet_url", "user_id_str", "username",
]  # fmt: skip
POST_COLUMNS = ["id", "author_id", "handle", "kind", "agency", "topics", "community", "file"]
RESPONSE_COLUMNS = ["complaint", "agency", "response", "minutes", "evidence", "responder_agency", "handed_to"]


def main(folder: str | Path = HERE, seed: str | int = 7) -> None:
    folder = Path(folder)
    check_registry()
    world = happenings.build(int(seed))
    context = pages.write(folder / "posts_x_api.jsonl", world)
    _write(
        folder / "keluhan.csv",
        HARVEST_COLUMNS,
        harvest_rows(world),
        quoting=csv.QUOTE_ALL,
        lineterminator="\r\n",
    )
    (folder / "truth").mkdir(exist_ok=True)
    _write(folder / "truth" / "posts.csv", POST_COLUMNS, post_rows(world, context), lineterminator="\n")
    _write(folder / "truth" / "responses.csv", RESPONSE_COLUMNS, response_rows(world), lineterminator="\n")


def check_registry() -> None:
    """The sample's agencies, handles, parents and topics are those of the program."""
    known = {a["id"]: a for a in tomllib.loads((CODING / "agencies.toml").read_text("utf-8"))["agency"]}
    codebook = (CODING / "codebooks" / "complaints.toml").read_text("utf-8")
    for agency in AGENCIES.values():
        if list(agency.handles) != known[agency.id]["handles"]["x"]:
            raise ValueError(f"{agency.id} has other handles in agencies.toml")
        if agency.parent and agency.parent != known[agency.id]["parent"]:
            raise ValueError(f"{agency.id} has another parent in agencies.toml")
    if missing := [topic for topic in wording.COMPLAINTS if f'id = "{topic}"' not in codebook]:
        raise ValueError(f"not in the codebook: {missing}")


def _write(path: Path, columns: list[str], rows: Iterable[dict[str, object]], **form: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, **form)
        writer.writeheader()
        writer.writerows(rows)


def harvest_rows(world: World) -> list[dict[str, object]]:
    """As tweet-harvest 2.7 writes them, newest first; some come again, with a like more."""
    rows = [_harvested(world, post) for post in reversed(world.posts) if post.file in ("harvest", "both")]
    for row in world.rng.sample(rows, REPEATED):
        rows.append(row | {"favorite_count": row["favorite_count"] + 1})
    return rows


def _harvested(world: World, post: Post) -> dict[str, object]:
    image = "https://pbs.twimg.com/media/contoh" + str(post.id)[-6:] + ".jpg" if world.chance(0.04) else ""
    return {
        "conversation_id_str": post.conversation,
        "created_at": post.at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorite_count": post.counts["like"],
        "full_text": post.text,
        "id_str": post.id,
        "image_url": image,
        "in_reply_to_screen_name": post.parent.author.handle if post.reference == "replied_to" else "",
        "lang": post.lang,
        "location": post.author.city,
        "quote_count": post.counts["quoted"],
        "reply_count": post.counts["replied_to"],
        "retweet_count": post.counts["retweeted"],
        "tweet_url": f"https://x.com/{post.author.handle}/status/{post.id}",
        "user_id_str": post.author.id,
        "username": post.author.handle,
    }


def post_rows(world: World, context: list[Post]) -> list[dict[str, object]]:
    """Every post in the files; those in `context` only came along in the includes."""
    rows = [_true(post, post.file) for post in world.posts] + [_true(post, "context") for post in context]
    return sorted(rows, key=lambda row: row["id"])


def _true(post: Post, file: str) -> dict[str, object]:
    author: Account = post.author
    return {
        "id": post.id,
        "author_id": author.id,
        "handle": author.handle,
        "kind": post.kind,
        "agency": post.agency,
        "topics": ";".join(post.topics),
        "community": author.group or "",
        "file": {"harvest": "keluhan", "x_api": "posts_x_api"}.get(file, file),
    }


def response_rows(world: World) -> Iterable[dict[str, object]]:
    for outcome in world.outcomes:
        complaint, response = outcome.complaint, outcome.response
        yield {
            "complaint": complaint.id,
            "agency": complaint.agency,
            "response": response.id if response else "",
            "minutes": round((response.at - complaint.at).total_seconds() / 60, 4) if response else "",
            "evidence": outcome.evidence,
            "responder_agency": outcome.responder,
            "handed_to": outcome.handed_to,
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
