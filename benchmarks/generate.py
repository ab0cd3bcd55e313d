"""Invented posts, as twarc2 saves pages of the X API v2: one JSON object of 100 tweets per line.

Every account that is no agency and every text is invented; only the agencies' handles are real. The same
number of posts and the same seed give the same bytes.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Ints = NDArray[np.int64]

PAGE = 100
GROUPS = 12
POOL = 64  # accounts that speak on one page: people talk in bursts
POSTS_PER_ACCOUNT = 6.8  # of the accounts invented; those few that never speak make it 8 of those seen
AFFINITY = 0.9  # share of a page's accounts that belong to the page's group
ANSWERED = 0.45  # share of complaints an agency means to answer
FIRST_MS = 1_640_995_200_000  # 2022-01-01
DAYS = 90
SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
RETWEET_LENGTH = 140

RETWEET, REPLY, QUOTE, COMPLAINT, CHAT, ANSWER = range(6)
SHARES = (0.35, 0.20, 0.05, 0.15, 0.25)  # of the first five; answers take the place of some replies
REFERENCE = {RETWEET: "retweeted", REPLY: "replied_to", QUOTE: "quoted", ANSWER: "replied_to"}


def phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("|"))


AGENCIES = phrases(
    "BPJSKesehatanRI | pln_123 | KAI121 | ccdukcapil | DivHumas_Polri | IndiHomeCare | ditjen_imigrasi |"
    "PT_Transjakarta | BPJSTKinfo | CommuterLine | kring_pajak | BravoBeaCukai | PosIndonesia |"
    "NTMCLantasPolri |"
    "DKIJakarta | LAPOR1708 | DitjenPajakRI | beacukaiRI | kemenhub151 | KemensosRI | KemenkesRI | BKNgoid |"
    "PTJASAMARGA | TMCPoldaMetro | OmbudsmanRI137 | ojkindonesia | BPOM_RI | kempanrb | kemendagri |"
    "Kemenag_RI |"
    "KemenkeuRI | keretaapikita | infoBMKG | BNPB_Indonesia | KPK_RI"
)
OPENINGS = phrases("min | halo min | tolong | kak | yth admin | woi | permisi | maaf min | gimana ini | pak bu | duh")
PROBLEMS = phrases(
    "pelayanan lambat banget | prosesnya lama sekali | lemot parah | antri berjam-jam | lelet bgt loketnya |"
    "berkas belum selesai juga | tarifnya mahal banget | tagihan naik dua kali lipat |"
    "biayanya gak masuk akal |"
    "kemahalan buat rakyat kecil | aplikasi error terus | gagal login dari tadi | server down lagi |"
    "web gak bisa dibuka | kode OTP tidak masuk | sistem eror melulu | ada pungli di loket |"
    "diminta uang pelicin | calo bebas berkeliaran | dimintai biaya tidak resmi | laporan tidak dijawab |"
    "tidak ada respon sama sekali | call center tidak diangkat | DM cuma dibaca | petugasnya kasar |"
    "satpam jutek | mati dari pagi | padam lagi padam lagi | jadwal telat dua jam | data saya salah input |"
    "dipingpong ke sana ke sini | antrean online penuh terus | kuota habis melulu | jalan rusak dibiarkan"
)
SINCE = phrases("sejak kemarin | sudah 3 hari | dari jam 7 pagi | udah seminggu | hampir sebulan | tiap akhir bulan |")
PLEAS = phrases(
    "mohon ditindaklanjuti | kapan beres? | tolong dong | kecewa berat | gimana solusinya? | capek deh |"
    "parah!! |"
    "mana janjinya?? | mohon dicek ya | saya harus lapor ke mana lagi | tolong dijawab 🙏 | 😡😡 |"
)
TALK = phrases(
    "pagi ini cuaca cerah | lagi ngopi dulu | jalanan macet total | nonton bola sama tetangga |"
    "baru sampai rumah | resep sayur asem hari ini | antre beli bensin | hujan deras dari subuh |"
    "rapat warga nanti malam | panen cabai lumayan | pasar ramai sekali | sinyal bagus di sini |"
    "anak-anak mulai sekolah | kerja bakti di balai desa | ada bazar murah | belajar masak rendang"
)
REMARKS = phrases(
    "mantap | setuju sekali | semoga lancar | hehe | menurut kalian gimana? | lumayan lah | ya begitulah |"
    "info dong | terima kasih semua | 😂 | nah ini | bener banget | masa sih? | semangat ya"
)
ANSWERS = phrases(
    "Halo Kak, mohon maaf atas ketidaknyamanannya. Silakan kirim nomor pelanggan melalui DM ya. |"
    "Selamat siang, laporan Bapak/Ibu sudah kami teruskan ke unit terkait. |"
    "Hai Kak, keluhan sudah kami catat dan sedang ditindaklanjuti petugas. |"
    "Mohon maaf, saat ini sedang ada gangguan. Kami kabari jika sudah normal. |"
    "Terima kasih laporannya. Sudah kami perbaiki, silakan dicoba kembali. |"
    "Halo, untuk hal tersebut bukan kewenangan kami, silakan sampaikan ke instansi terkait."
)
PLACES = tuple(
    f"{village} {side}"
    for village in phrases("Sukamaju | Rawajaya | Tirtasari | Karangmulya | Wanadadi")
    for side in phrases("Lor | Kidul | Wetan | Kulon | Tengah")
)
TAGS = tuple(  # of each group
    tuple(f"{stem}{tail}" for tail in phrases("| HariIni | Kita | 2022 | Bersama | Darurat"))
    for stem in phrases(
        "Listrik | Antrean | Kereta | Paspor | Jaminan | Internet | Pajak | Bansos | Jalan | Banjir |Pungli | Sekolah"
    )
)
SYLLABLES = phrases("ba|ci|da|fu|ga|ha|ji|ka|lu|ma|ni|po|ra|su|ta|wi|ya|ze|mo|ri")
SOURCES = phrases("Twitter for Android | Twitter for iPhone | Twitter Web App")
LANGUAGES = ("in",) * 17 + ("en", "und", "ms")
TOPICS = (("131", "Unified Twitter Taxonomy"), ("30", "Entities [Entity Service]"))
SUBJECTS = phrases("Government | Public transport | Energy | Health care | Telecommunications | Taxes | Weather")


class Dice:
    """Draws from lists what one random number says, so that a text can be written again from its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def below(self, sides: int) -> int:
        self.number, drawn = divmod(self.number, sides)
        return drawn

    def pick(self, words: tuple[str, ...]) -> str:
        return words[self.below(len(words))]


@dataclass(frozen=True)
class Plan:
    """Who posts what, when, and about which earlier post: one row a post, oldest first."""

    kind: Ints
    author: Ints
    target: Ints  # the post it repeats, answers or quotes; -1 without
    agency: Ints  # of a complaint
    at: Ints  # milliseconds
    group: Ints  # of the page
    number: Ints  # what the text is drawn from
    friend: Ints  # an account of the same page
    likes: Ints
    accounts: int

    def __len__(self) -> int:
        return len(self.kind)


def make_plan(posts: int, seed: int) -> Plan:
    rng = np.random.default_rng(seed)
    page = np.arange(posts) // PAGE
    page_group = rng.integers(GROUPS, size=page[-1] + 1)
    kind = rng.choice(len(SHARES), size=posts, p=SHARES)
    at = FIRST_MS + np.sort(rng.integers(DAYS * 86_400_000, size=posts))
    agency = (3 * page_group[page] + skewed(rng, len(AGENCIES), 4.0, posts)) % len(AGENCIES)
    target = earlier_posts(rng, kind, page_group[page])
    kind[(target < 0) & (kind < COMPLAINT)] = CHAT
    per_group = max(1, round(posts / POSTS_PER_ACCOUNT / GROUPS))
    pools = draw_pools(rng, page_group, per_group)
    author = pools[page, skewed(rng, POOL, 1.2, posts)]
    agency_answers(rng, kind, at, agency, target, author)
    return Plan(
        kind=kind,
        author=author,
        target=target,
        agency=agency,
        at=at,
        group=page_group[page],
        number=rng.integers(2**62, size=posts),
        friend=pools[page, rng.integers(POOL, size=posts)],
        likes=np.minimum(rng.pareto(0.9, posts), 50_000).astype(np.int64),
        accounts=len(AGENCIES) + GROUPS * per_group,
    )


def skewed(rng: np.random.Generator, below: int, power: float, size: int | tuple[int, ...]) -> Ints:
    """Whole numbers under `below` by a power law: the higher the power, the more often the first ones."""
    return (below * rng.random(size) ** power).astype(np.int64)


def draw_pools(rng: np.random.Generator, page_group: Ints, per_group: int) -> Ints:
    """The accounts that speak on each page, most of them of the page's group."""
    shape = (len(page_group), POOL)
    stranger = rng.random(shape) > AFFINITY
    group = np.where(stranger, rng.integers(GROUPS, size=shape), page_group[:, None])
    return len(AGENCIES) + group * per_group + skewed(rng, per_group, 3.0, shape)


def earlier_posts(rng: np.random.Generator, kind: Ints, group: Ints) -> Ints:
    """For each retweet, reply and quote a recent original post of the same group; -1 where there is none."""
    order = np.argsort(group, kind="stable")
    original = (kind[order] == COMPLAINT) | (kind[order] == CHAT)
    originals = order[original]
    before = np.cumsum(original) - original
    first = before[np.searchsorted(group[order], group[order])]
    back = np.maximum(before - 1 - skewed(rng, 50, 2.0, len(kind)), first) - first
    back = np.where(kind[order] == RETWEET, back // 4 * 4, back)  # every fourth is one that people repeat
    target = np.full(len(kind), -1)
    refers = (before > first) & (kind[order] < COMPLAINT)
    target[order[refers]] = originals[(first + back)[refers]]
    return target


def agency_answers(rng: np.random.Generator, kind: Ints, at: Ints, agency: Ints, target: Ints, author: Ints) -> None:
    """Turns replies into answers of the agencies, each some time after the complaint it answers."""
    complaints = np.flatnonzero(kind == COMPLAINT)
    complaints = complaints[rng.random(len(complaints)) < ANSWERED]
    delay_ms = rng.lognormal(np.log(90), 1.4, len(complaints)) * 60_000
    replies = np.flatnonzero(kind == REPLY)
    place = np.searchsorted(at[replies], at[complaints] + delay_ms, side="right")
    place, first = np.unique(place, return_index=True)
    answers, answered = replies[place[place < len(replies)]], complaints[first[place < len(replies)]]
    kind[answers] = ANSWER
    target[answers] = answered
    author[answers] = agency[answered]


def user_id(account: int) -> str:
    short = account % 3  # X gave out short ids before the long ones
    return str(100_000_000 + account * 7_919 if short else 10**18 + account * 15_485_863)


def account_dice(account: int) -> Dice:
    return Dice(account * 0x9E3779B97F4A7C15 % 2**64)


def handle(account: int) -> str:
    if account < len(AGENCIES):
        return AGENCIES[account]
    dice = account_dice(account)
    return "".join(dice.pick(SYLLABLES) for _ in range(4)) + f"_{account:x}"


def user(account: int) -> Json:
    dice = account_dice(account + 1)
    official = account < len(AGENCIES)
    name = handle(account) if official else f"{invented_name(dice)} {invented_name(dice)}"
    followers = 900_000 // (account + 1) if official else 20 + 60_000 // (1 + dice.below(3_000))
    return {
        "id": user_id(account),
        "name": name,
        "username": handle(account),
        "created_at": f"{2009 + account % 13}-0{1 + account % 9}-{10 + account % 18}T09:12:30.000Z",
        "description": f"{dice.pick(TALK)}, {dice.pick(REMARKS)}" if account % 3 else "",
        "location": dice.pick(PLACES) if account % 2 else "",
        "url": "",
        "verified": official,
        "protected": False,
        "profile_image_url": f"https://pbs.twimg.com/profile_images/{10**15 + account}/invented_normal.jpg",
        "public_metrics": {
            "followers_count": followers,
            "following_count": 30 + dice.below(1_500),
            "tweet_count": 40 + dice.below(90_000),
            "listed_count": followers // 800,
        },
    }


def invented_name(dice: Dice) -> str:
    return "".join(dice.pick(SYLLABLES) for _ in range(3)).capitalize()


class Pages:
    """Writes the posts of a plan as pages, newest first, as a search returns them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.account = {handle(account): account for account in range(plan.accounts)}
        encode = msgspec.json.Encoder().encode
        self.tweet = functools.lru_cache(8192)(lambda post: msgspec.Raw(encode(self._tweet(post))))
        self.user = functools.cache(lambda account: msgspec.Raw(encode(user(account))))

    def __iter__(self) -> Iterator[Json]:
        for start in reversed(range(0, len(self.plan), PAGE)):
            yield self._page(range(start, min(start + PAGE, len(self.plan))))

    def _page(self, posts: range) -> Json:
        targets = np.unique(self.plan.target[posts.start : posts.stop])
        targets = targets[targets >= 0].tolist()
        accounts = dict.fromkeys(account for post in (*posts, *targets) for account in self._accounts(post))
        meta: Json = {
            "newest_id": self._id(posts[-1]),
            "oldest_id": self._id(posts[0]),
            "result_count": len(posts),
        }
        if posts.start:
            meta["next_token"] = f"b26v89c19zqg8o3f{posts.start:029d}"
        return {
            "data": [self.tweet(post) for post in reversed(posts)],
            "includes": {"users": list(map(self.user, accounts)), "tweets": list(map(self.tweet, targets))},
            "meta": meta,
            "__twarc": {
                "url": "https://api.twitter.com/2/tweets/search/all?query=keluhan&max_results=100"
                "&expansions=author_id%2Creferenced_tweets.id%2Cin_reply_to_user_id%2Centities.mentions.username",
                "version": "2.14.0",
                "retrieved_at": "2022-04-02T00:00:00+00:00",
            },
        }

    def _accounts(self, post: int) -> Iterator[int]:
        """Who has to be among the users of a page that holds this post."""
        yield int(self.plan.author[post])
        for mention in self._written(post)[1].get("mentions", ()):
            yield self.account[mention["username"]]

    def _id(self, post: int) -> str:
        return str((int(self.plan.at[post]) - SNOWFLAKE_EPOCH_MS << 22) + (post & 0x3FFFFF))

    def _tweet(self, post: int) -> Json:
        plan = self.plan
        kind, target, number = int(plan.kind[post]), int(plan.target[post]), int(plan.number[post])
        text, entities = self._written(post)
        likes = 0 if kind == RETWEET else int(plan.likes[post])
        at = datetime.fromtimestamp(int(plan.at[post]) / 1000, UTC)
        tweet = {
            "id": self._id(post),
            "text": text,
            "author_id": user_id(int(plan.author[post])),
            "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
            "conversation_id": self._id(target if kind in (REPLY, ANSWER) else post),
            "lang": LANGUAGES[number % len(LANGUAGES)],
            "source": SOURCES[number % len(SOURCES)],
            "possibly_sensitive": False,
            "reply_settings": "everyone",
            "edit_history_tweet_ids": [self._id(post)],
            "public_metrics": {
                "retweet_count": likes // 3,
                "reply_count": likes // 8,
                "like_count": likes,
                "quote_count": likes // 40,
            },
        }
        if entities:
            tweet["entities"] = entities
        if target >= 0:
            tweet["referenced_tweets"] = [{"type": REFERENCE[kind], "id": self._id(target)}]
        if kind in (REPLY, ANSWER):
            tweet["in_reply_to_user_id"] = user_id(int(plan.author[target]))
        if number % 16 == 0:
            tweet["context_annotations"] = [context(number)]
        return tweet

    def _written(self, post: int) -> tuple[str, Json]:
        if self.plan.kind[post] != RETWEET:
            return compose(self._tokens(post), self.account)
        original = int(self.plan.target[post])
        return repeated(handle(int(self.plan.author[original])), *self._written(original), self.account)

    def _tokens(self, post: int) -> list[str]:
        plan, kind = self.plan, int(self.plan.kind[post])
        dice = Dice(int(plan.number[post]))
        if kind == COMPLAINT:
            tokens = complaint(dice, AGENCIES[plan.agency[post]])
        elif kind == ANSWER:
            tokens = [f"@{handle(int(plan.author[plan.target[post]]))}", dice.pick(ANSWERS)]
        elif kind == REPLY:
            tokens = [f"@{handle(int(plan.author[plan.target[post]]))}", dice.pick(REMARKS), dice.pick(TALK)]
        else:
            tokens = [dice.pick(TALK), "di", dice.pick(PLACES), dice.pick(REMARKS), dice.pick(REMARKS)]
        if kind in (CHAT, QUOTE) and dice.below(16) == 0:
            tokens.append(f"@{handle(int(plan.friend[post]))}")
        if kind != ANSWER and dice.below(4) == 0:
            tokens.append(f"#{dice.pick(TAGS[plan.group[post]])}")
        if kind != REPLY and dice.below(14) == 0:
            tokens.append(f"https://t.co/{post:010x}")
        return [token for token in tokens if token]


def complaint(dice: Dice, agency: str) -> list[str]:
    where, since, plea = dice.pick(PLACES), dice.pick(SINCE), dice.pick(PLEAS)
    said = [dice.pick(OPENINGS), dice.pick(PROBLEMS), "di", where, since, plea]
    return [f"@{agency}", *said] if dice.below(2) else [*said, f"@{agency}"]


def compose(tokens: list[str], account: dict[str, int]) -> tuple[str, Json]:
    """The text, and the entities X would find in it."""
    entities: Json = {}
    start = 0
    for token in tokens:
        kind, entity = entity_of(token, account)
        if kind:
            entities.setdefault(kind, []).append({"start": start, "end": start + len(token), **entity})
        start += len(token) + 1
    return " ".join(tokens), entities


def entity_of(token: str, account: dict[str, int]) -> tuple[str, Json]:
    if token[0] == "@":
        return "mentions", {"username": token[1:], "id": user_id(account[token[1:]])}
    if token[0] == "#":
        return "hashtags", {"tag": token[1:]}
    if token.startswith("https://"):
        page = f"warta.example/{token[-6:]}"
        return "urls", {"url": token, "expanded_url": f"https://{page}", "display_url": page}
    if token in PLACES and token.endswith("Tengah"):
        return "annotations", {"probability": 0.8125, "type": "Place", "normalized_text": token}
    return "", {}


def repeated(author: str, text: str, entities: Json, account: dict[str, int]) -> tuple[str, Json]:
    """A retweet's text, cut as X cuts it, with the entities that are left."""
    before = f"RT @{author}: "
    whole, shift = before + text, len(before)
    kept: Json = {"mentions": [{"start": 3, "end": shift - 2, **entity_of(f"@{author}", account)[1]}]}
    for kind, found in entities.items():
        for entity in found:
            if entity["end"] + shift < RETWEET_LENGTH:
                moved = {"start": entity["start"] + shift, "end": entity["end"] + shift}
                kept.setdefault(kind, []).append(entity | moved)
    return (whole if len(whole) <= RETWEET_LENGTH else whole[: RETWEET_LENGTH - 1] + "…"), kept


def context(number: int) -> Json:
    domain, name = TOPICS[number % len(TOPICS)]
    subject = number % len(SUBJECTS)
    return {
        "domain": {"id": domain, "name": name, "description": f"{name} of an invented kind"},
        "entity": {"id": str(10**18 + subject), "name": SUBJECTS[subject]},
    }


def write(posts: int, out: Path, seed: int) -> None:
    encode = msgspec.json.Encoder().encode
    unfinished = out.with_name(f"{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with unfinished.open("wb") as file:
        for page in Pages(make_plan(posts, seed)):
            file.write(encode(page))
            file.write(b"\n")
    unfinished.replace(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.posts, asked.out, asked.seed)


if __name__ == "__main__":
    main()
