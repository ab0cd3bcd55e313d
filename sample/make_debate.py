"""Make the bundled debate: invented posts about a rise of water tariffs, statements coded by hand, and the truth about both.

python sample/make_debate.py [FOLDER [SEED]]    (here and 7 unless told; the same seed gives the same bytes)
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from debate import (
    ADDRESSED,
    BEGIN,
    BOTH,
    END,
    GIVEN,
    IMPLIED,
    MENTIONED,
    NAMED,
    ORGANISATIONS,
    OUTRIGHT,
    PEOPLE,
    SHIFT,
    SIDES,
    SMALL_TALK,
    STRAYING,
    TAGS,
    WEIGHTS,
    Actor,
)
from make_sample import HARVEST_COLUMNS, _write

HERE = Path(__file__).parent
WIB = timezone(timedelta(hours=7))
TWO, SILENT, TALK, OUTRIGHT_SHARE = 0.16, 0.08, 0.05, 0.78  # shares of posts, and of positions that are said outright
TRUE_COLUMNS = ["id", "account", "handle", "organisation", "concept", "position", "outright"]
ACTOR_COLUMNS = ["handle", "account", "organisation", "role", "side_before", "side_after"]
HAND_COLUMNS = [
    "Dokumen", "Tanggal", "Nama", "Organisasi", "Organisasi.name", "Organisasi.kind", "Konsep", "Sikap", "Kutipan", "Koder",
]  # fmt: skip
HEARINGS = (
    ("Rapat dengar pendapat tarif air I", datetime(2026, 3, 12, 9, 30)),
    ("Rapat dengar pendapat tarif air II", datetime(2026, 6, 18, 10, 0)),
)


def main(folder: str | Path = HERE, seed: str | int = 7) -> None:
    folder = Path(folder)
    rng = random.Random(int(seed))
    people = list(actors(rng))
    posts, truth = debate(rng, people)
    (folder / "truth").mkdir(exist_ok=True)
    form = {"quoting": csv.QUOTE_ALL, "lineterminator": "\r\n"}
    _write(folder / "debat.csv", HARVEST_COLUMNS, posts, **form)
    _write(folder / "pernyataan.csv", HAND_COLUMNS, by_hand(rng), lineterminator="\n")
    _write(folder / "truth" / "debat.csv", TRUE_COLUMNS, truth, lineterminator="\n")
    _write(folder / "truth" / "debat_pihak.csv", ACTOR_COLUMNS, map(told, people), lineterminator="\n")


def actors(rng: random.Random) -> Iterator[Actor]:
    """The accounts of organisations, and of people."""
    number = 92_000_000_000_000_001
    for name, (_, handle, _, before, after, role) in ORGANISATIONS.items():
        yield Actor(number, handle, name, before, after, role, rng.randint(10, 16))
        number += 1
    for many, before, after, role in PEOPLE:
        for _ in range(many):
            handle = f"{GIVEN[number % len(GIVEN)]}{number % 100:02d}_contoh"
            yield Actor(number, handle, "", before, after, role, rng.randint(3, 7))
            number += 1


def told(actor: Actor) -> dict[str, object]:
    return {
        "handle": actor.handle, "account": actor.id, "organisation": actor.organisation, "role": actor.role,
        "side_before": actor.before, "side_after": actor.after,
    }  # fmt: skip


def debate(rng: random.Random, people: list[Actor]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The posts, newest first, and each statement in them."""
    written = []
    for actor in people:
        for _ in range(actor.posts):
            at = BEGIN + (END - BEGIN) * rng.random()
            if rng.random() < 0.2:  # the weeks around the shift are loud
                at = SHIFT + timedelta(days=rng.gauss(0, 9))
            at = at.replace(
                hour=rng.choice([0, 1, 2, 4, 5, 8, 9, 12, 13, 14]),
                minute=rng.randrange(60),
                second=rng.randrange(60),
                microsecond=0,
            )
            written.append((at, actor, *said(rng, actor, at)))
    written.sort(key=lambda row: row[0], reverse=True)
    ids = [((int(at.timestamp() * 1000) - 1_288_834_974_657) << 22) + i % 4096 for i, (at, *_) in enumerate(written)]
    posts = [harvested(rng, number, *row[:3]) for number, row in zip(ids, written, strict=True)]
    truth = [
        {"id": number, "account": actor.id, "handle": actor.handle, "organisation": actor.organisation, **statement}
        for number, (_, actor, _, statements) in zip(ids, written, strict=True)
        for statement in statements
    ]
    return posts, sorted(truth, key=lambda row: (row["id"], row["concept"]))


def said(rng: random.Random, actor: Actor, at: datetime) -> tuple[str, list[dict[str, object]]]:
    """The text of a post and the statements in it."""
    held = SIDES[actor.side(at)]
    if rng.random() < TALK:
        return rng.choice(SMALL_TALK), []
    if not held or rng.random() < SILENT:
        (concept,) = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))
        text = rng.choice(MENTIONED).format(x=rng.choice(NAMED[concept]))
        return dressed(rng, actor, text), [{"concept": concept, "position": "", "outright": ""}]
    chosen = drawn(rng, held, 2 if rng.random() < TWO else 1)
    positions = tuple(1 - held[concept] if rng.random() < STRAYING else held[concept] for concept in chosen)
    names = [rng.choice(NAMED[concept]) for concept in chosen]
    outright = len(chosen) == 2 or rng.random() < OUTRIGHT_SHARE
    if len(chosen) == 2:
        text = rng.choice(BOTH[positions]).format(x=names[0], y=names[1])
    else:
        kind = OUTRIGHT if outright else IMPLIED
        text = rng.choice(kind[positions[0]]).format(x=names[0], X=names[0].capitalize())
    statements = [
        {"concept": concept, "position": position, "outright": int(outright)}
        for concept, position in zip(chosen, positions, strict=True)
    ]
    return dressed(rng, actor, text), statements


def drawn(rng: random.Random, held: dict[str, int], many: int) -> list[str]:
    """Concepts that a side has a position on, those of most concern most often."""
    left, found = dict(held), []
    for _ in range(many):
        (concept,) = rng.choices(list(left), [WEIGHTS[name] for name in left])
        found.append(concept)
        del left[concept]
    return found


def dressed(rng: random.Random, actor: Actor, text: str) -> str:
    to = [handle for handle in ADDRESSED if handle != actor.handle]
    mention = f"@{rng.choice(to)} " if rng.random() < 0.55 else ""
    return f"{mention}{text}{rng.choice(TAGS)}"


def harvested(rng: random.Random, number: int, at: datetime, actor: Actor, text: str) -> dict[str, object]:
    """A post as tweet-harvest 2.7 writes it."""
    blank = dict.fromkeys(HARVEST_COLUMNS, "")
    return blank | {
        "conversation_id_str": number,
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorite_count": int(rng.expovariate(0.2)),
        "full_text": text,
        "id_str": number,
        "lang": "in",
        "quote_count": 0,
        "reply_count": int(rng.expovariate(0.7)),
        "retweet_count": int(rng.expovariate(0.6)),
        "tweet_url": f"https://x.com/{actor.handle}/status/{number}",
        "user_id_str": actor.id,
        "username": actor.handle,
    }


def by_hand(rng: random.Random) -> Iterator[dict[str, object]]:
    """What spokespeople say in two hearings, as a person would code it."""
    speakers = dict(
        zip(
            ORGANISATIONS,
            ("Ratna", "Bambang", "Sri", "Hendra", "Laksmi", "Wayan", "Fitri", "Slamet", "Dian"),
            strict=True,
        )
    )
    for title, begin in HEARINGS:
        at = begin
        for name, (called, _, kind, before, after, _) in ORGANISATIONS.items():
            held = SIDES[before if at.replace(tzinfo=WIB) < SHIFT else after]
            for concept in drawn(rng, held, 2) if held else []:
                at += timedelta(minutes=rng.randint(4, 11))
                words = rng.choice(OUTRIGHT[held[concept]]).format(x=rng.choice(NAMED[concept]))
                yield {
                    "Dokumen": title,
                    "Tanggal": f"{at:%d/%m/%Y %H:%M}",
                    "Nama": f"{speakers[name]} Contoh",
                    "Organisasi": name,
                    "Organisasi.name": called,
                    "Organisasi.kind": kind,
                    "Konsep": f"debat:{concept}",
                    "Sikap": "setuju" if held[concept] else "menolak",
                    "Kutipan": words,
                    "Koder": "koder contoh",
                }


if __name__ == "__main__":
    main(*sys.argv[1:])
