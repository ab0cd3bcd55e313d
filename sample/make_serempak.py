"""Make serempak.csv ("in step"): invented posts in the shape of tweet-harvest 2.7, of which two groups are orchestrated.

python sample/make_serempak.py [FOLDER [SEED]]    (here and 7 unless told; the same seed gives the same bytes)

Orchestrated: six accounts that post nearly the same complaint within 40 seconds, on eight days; and three that share the
same links within 25 seconds, in words of their own, seven times. Beside them, what looks like it and isn't: a choir (40
people say the same three words in the minute of a power cut), a burst (30 people share the same news within a quarter of
an hour), two neighbours who shared the same link at once, twice, and an account that repeats only itself.
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
START = datetime(2026, 4, 6, tzinfo=UTC)
EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)  # from which X counts the time in ids
COLUMNS = [
    "conversation_id_str", "created_at", "favorite_count", "full_text", "id_str", "image_url",
    "in_reply_to_screen_name", "lang", "location", "quote_count", "reply_count", "retweet_count",
    "tweet_url", "user_id_str", "username",
]  # fmt: skip
COMPLAINTS = (
    "tagihan listrik bulan ini mahal banget padahal rumah kosong, rakyat kecil makin susah",
    "biaya tambah daya kemahalan, buat rakyat kecil jelas memberatkan sekali",
    "tarif listrik naik diam diam, mahal dan tidak masuk akal buat kami",
    "denda telat bayar listrik mahal sekali, jangan peras pelanggan kecil terus",
)
BEFORE = ("", "woi", "tolong", "halo", "min", "duh")
REMARKS = (
    "baca ini ya",
    "nah ini dia beritanya",
    "penting nih",
    "sudah pada tahu belum",
    "coba disimak dulu",
    "wah baru tahu",
)
WONDERS = ("kok bisa begini ya", "semoga cepat beres", "bagikan ke tetangga", "ada yang ke sana?", "kasihan warganya")

Row = tuple[datetime, int, str, str]  # when, number of the account, its handle, text


def main(folder: str | Path = HERE, seed: str | int = 7) -> None:
    rng = random.Random(int(seed))
    posts = sorted([*campaign(rng), *ring(rng), *choir(rng), *burst(rng), *neighbours(rng), *echo(rng)], reverse=True)
    with (Path(folder) / "serempak.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(harvested(row, number) for number, row in enumerate(posts))


def campaign(rng: random.Random) -> Iterator[Row]:
    """Nearly the same complaint with the same hashtags, from six accounts within 40 seconds, on eight days."""
    for day in range(8):
        at, text = moment(rng, 2 * day), COMPLAINTS[day % len(COMPLAINTS)]
        for member in range(6):
            said = f"{BEFORE[member]} {text} @pln_123 #ListrikMahal #RakyatKecil".strip()
            yield at + timedelta(seconds=rng.randrange(40)), 700 + member, f"suara{member + 1}rakyat_contoh"[:15], said


def ring(rng: random.Random) -> Iterator[Row]:
    """The same links from three accounts within 25 seconds, seven times, in words of their own."""
    for day in range(7):
        at, link = moment(rng, 2 * day + 1), f"https://warta.example/tajuk/{day + 1}"
        for member in range(3):
            said = f"{rng.choice(REMARKS)} {link}?utm_source=akun{member}"
            yield at + timedelta(seconds=rng.randrange(25)), 720 + member, f"lingkar{member + 1}_contoh", said


def choir(rng: random.Random) -> Iterator[Row]:
    """Forty people in the minute of a power cut, in the same three words, on two evenings."""
    for day in (4, 9):
        at = moment(rng, day)
        for member in range(40):
            yield (
                at + timedelta(seconds=rng.randrange(60)),
                800 + member,
                f"tetangga{member}_contoh"[:15],
                "padam lagi nih",
            )


def burst(rng: random.Random) -> Iterator[Row]:
    """Thirty people share each of four news items within a quarter of an hour, as news goes."""
    for day in (3, 6, 8, 11):
        at = moment(rng, day)
        for member in rng.sample(range(60), 30):
            said = f"{rng.choice(WONDERS)} https://warta.example/kabar/{day}"
            yield at + timedelta(seconds=rng.randrange(900)), 900 + member, f"pembaca{member}_contoh"[:15], said


def neighbours(rng: random.Random) -> Iterator[Row]:
    """Two people who shared the same link at once, twice: too little to say anything."""
    for day in (5, 10):
        at = moment(rng, day)
        for member in range(2):
            said = f"{rng.choice(WONDERS)} https://warta.example/kampung/{day}"
            yield at + timedelta(seconds=20 * member), 760 + member, f"warga{member + 1}_contoh", said


def echo(rng: random.Random) -> Iterator[Row]:
    """One account that says the same again and again, and nobody else does."""
    at = moment(rng, 7)
    for time in range(12):
        said = "jual token listrik murah langsung masuk, hubungi lewat pesan ya kak"
        yield at + timedelta(seconds=5 * time), 790, "toko_contoh", said


def moment(rng: random.Random, day: int) -> datetime:
    return START + timedelta(days=day, seconds=rng.randrange(1 * 3600, 15 * 3600))


def harvested(row: Row, number: int) -> dict[str, object]:
    at, account, handle, text = row
    id = str((int((at - EPOCH) / timedelta(milliseconds=1)) << 22) + number)
    return dict.fromkeys(COLUMNS, "") | {
        "conversation_id_str": id,
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorite_count": 0,
        "full_text": text,
        "id_str": id,
        "lang": "in",
        "quote_count": 0,
        "reply_count": 0,
        "retweet_count": 0,
        "tweet_url": f"https://x.com/{handle}/status/{id}",
        "user_id_str": str(92_000_000_000_000_000 + account),
        "username": handle,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
