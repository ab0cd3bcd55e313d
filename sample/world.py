"""The invented world: accounts in planted groups, what they post, and which agency answers whom."""

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import wording

START = datetime(2026, 3, 1, 17, tzinfo=UTC)  # midnight of Monday 2 March in Jakarta
DAYS = 70
END = START + timedelta(days=DAYS)
GROUP_SIZE = 80
DENSITY = 40  # how many times denser ties are drawn within a group; single posts and gaps bring it down
HOURS = [3, 2, 1, 1, 2, 5, 9, 11, 12, 11, 10, 9, 10, 9, 8, 8, 9, 10, 12, 14, 15, 13, 9, 5]  # of Jakarta
GAP = timedelta(days=10)  # between two posts of one person to one agency, so that answers can't be mixed up
HARVEST = 0.39  # share of threads that lie in the harvest file

TOPIC_WEIGHTS = dict(zip(wording.COMPLAINTS, [16, 15, 11, 10, 9, 8, 8, 7, 6, 6, 5, 4, 4], strict=True))
GROUPS = {  # the agencies and topics that a planted group prefers
    1: (["kai", "kai_commuter"], ["slow_service", "inadequate_facilities", "poor_staff"]),
    2: (["pln", "indihome"], ["not_as_promised", "high_cost", "unresponsive"]),
    3: (["bpjs_kesehatan", "ombudsman"], ["complicated_requirements", "unfriendly_service"]),
    4: (["dukcapil", "ditjen_imigrasi", "kemendagri"], ["red_tape", "complicated_requirements"]),
    5: (["korlantas", "polri"], ["illegal_levies", "lack_of_transparency"]),
    6: (["djp", "kemenkeu", "sp4n_lapor"], ["unclear_procedure", "lack_of_transparency"]),
}


@dataclass(frozen=True)
class Agency:
    id: str
    handles: tuple[str, ...]
    names: tuple[str, ...]  # as people write it without a handle
    rate: float  # planted share of answers to those who use the handle
    median: float  # minutes
    services: tuple[str, ...]
    offices: tuple[str, ...]
    parent: str = ""
    night: bool = False  # answers at night too
    weight: int = 3


def _agency(row: str, rate: float, median: float, services: str, offices: str, **more: object) -> Agency:
    name, handles, names = (part.split(",") for part in row.split(" | "))
    return Agency(
        name[0], tuple(handles), tuple(names), rate, median,
        tuple(services.split(",")), tuple(offices.split(",")), **more,
    )  # fmt: skip


AGENCIES = {
    a.id: a
    for a in [
        _agency("bpjs_kesehatan | BPJSKesehatanRI | BPJS Kesehatan,bpjs kesehatan", 0.72, 45,
                "rujukan,ganti faskes,aktivasi kartu,klaim rawat inap",
                "faskes,kantor cabang", weight=5),
        _agency("pln | pln_123 | PLN,pln", 0.85, 12,
                "pasang baru,tambah daya,token,ganti meteran",
                "kantor layanan,posko", night=True, weight=5),
        _agency("kai | KAI121,keretaapikita | KAI,PT KAI", 0.90, 10,
                "refund tiket,ubah jadwal,tiket mudik,bagasi",
                "stasiun,loket stasiun", night=True, weight=4),
        _agency("kai_commuter | CommuterLine | Commuterline,KAI Commuter", 0.80, 18,
                "top up kartu,tap out,gerbong wanita,pengembalian saldo",
                "peron,halte", parent="kai", night=True),
        _agency("dukcapil | ccdukcapil | dukcapil,Dukcapil", 0.35, 600,
                "cetak KTP,akta lahir,pindah domisili,KIA",
                "kecamatan,loket", parent="kemendagri", weight=5),
        _agency("kemendagri | kemendagri | Kemendagri,kemendagri", 0.15, 2880,
                "izin ormas,surat rekomendasi,data desa",
                "kantor,gedung", weight=1),
        _agency("korlantas | NTMCLantasPolri | Korlantas,korlantas", 0.40, 240,
                "perpanjang SIM,cek tilang,BPKB,STNK",
                "samsat,satpas", parent="polri", weight=5),
        _agency("polri | DivHumas_Polri | Polri,polri", 0.22, 1200,
                "SKCK,surat kehilangan,izin keramaian",
                "polsek,polres", weight=3),
        _agency("djp | DitjenPajakRI,kring_pajak | DJP,Ditjen Pajak", 0.70, 35,
                "lapor SPT,aktivasi NPWP,EFIN,restitusi",
                "KPP,ruang helpdesk", parent="kemenkeu", weight=5),
        _agency("kemenkeu | KemenkeuRI | Kemenkeu,kemenkeu", 0.25, 900,
                "beasiswa,lelang,pencairan dana",
                "gedung,kantor", weight=2),
        _agency("ombudsman | OmbudsmanRI137 | Ombudsman,ombudsman", 0.45, 1440,
                "konsultasi,berkas aduan,tindak lanjut",
                "kantor perwakilan,ruang tamu", weight=2),
        _agency("sp4n_lapor | LAPOR1708 | SP4N-LAPOR!,SP4N LAPOR", 0.65, 360,
                "nomor aduan,verifikasi aduan,tindak lanjut",
                "posko,kantor", weight=2),
        _agency("indihome | IndiHomeCare | IndiHome,indihome", 0.88, 15,
                "pasang wifi,upgrade paket,pindah alamat,cabut layanan",
                "plasa,gerai", night=True, weight=5),
        _agency("ditjen_imigrasi | ditjen_imigrasi | Ditjen Imigrasi,imigrasi", 0.50, 150,
                "paspor,antrian paspor,perpanjang visa",
                "kanim,unit layanan", weight=4),
    ]
}  # fmt: skip
HANDS_ON_TO = {
    "polri": "ombudsman",
    "sp4n_lapor": "ombudsman",
    "ditjen_imigrasi": "dukcapil",
    "bpjs_kesehatan": "dukcapil",
    "indihome": "pln",
}


@dataclass(eq=False)
class Account:
    id: int
    handle: str
    name: str
    group: int | None
    agency: str = ""
    role: str = "citizen"  # citizen | media | impersonator | lone | agency
    activity: float = 1.0
    followers: int = 0
    joined: datetime = START
    city: str = ""


@dataclass(eq=False)
class Post:
    id: int
    author: Account
    at: datetime
    text: str
    kind: str
    conversation: int
    file: str  # x_api | harvest | both; empty: not collected
    agency: str = ""
    topics: tuple[str, ...] = ()
    parent: "Post | None" = None
    reference: str = ""  # replied_to | retweeted | quoted
    lang: str = "in"
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Outcome:
    """What became of a complaint."""

    complaint: Post
    response: Post | None = None
    responder: str = ""
    handed_to: str = ""

    @property
    def evidence(self) -> str:
        """The best that the files tell: only the X API gives the id of the post that a reply answers."""
        if self.response is None:
            return "none"
        if not self.response.reference:
            return "mention"
        return "conversation" if self.response.file == "harvest" else "reply_id"


class World:
    """Accounts, posts and outcomes; all chance comes from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.posts: list[Post] = []
        self.lost: list[Post] = []  # written, but in neither file
        self.ids: set[int] = set()
        self.outcomes: list[Outcome] = []
        self.asked: dict[tuple[int, str], list[datetime]] = {}
        self.groups = {group: [self._citizen(group, i) for i in range(GROUP_SIZE)] for group in GROUPS}
        handles = [(handle, agency.id) for agency in AGENCIES.values() for handle in agency.handles]
        self.desks = [self._desk(number, *desk) for number, desk in enumerate(handles, start=1)]
        self.accounts = self.desks + [account for members in self.groups.values() for account in members]

    def _citizen(self, group: int, i: int) -> Account:
        rng, number = self.rng, (group - 1) * GROUP_SIZE + i
        first = rng.choice(["warga", "siti", "budi", "dewi", "agus", "rina", "joko", "wati", "bayu", "mas", "mbak"])
        role = {
            0: "media",
            1: "impersonator" if group <= 3 else "citizen",
            2: "lone" if group == 6 else "citizen",
        }
        account = Account(91_000_000_000_000_001 + number, f"{first}{number:03}_contoh", "", group)
        account.role = role.get(i, "citizen") if i or group <= 4 else "citizen"
        account.activity = rng.lognormvariate(0, 0.5)
        account.followers = int(rng.lognormvariate(5, 1.4))
        if account.role == "media":
            account.handle, account.followers = f"kabar{number:03}_contoh", rng.randrange(60_000, 900_000)
        if account.role == "impersonator":
            account.handle = ["", "bantukai_contoh", "cs_pln_contoh", "cs_bpjs_contoh"][group]
        account.name = account.handle.replace("_contoh", " (contoh)").capitalize()
        account.joined = START - timedelta(seconds=rng.randrange(86_400 * 30, 86_400 * 4000))
        account.city = rng.choice([*wording.CITIES, "", "", ""])
        return account

    def _desk(self, number: int, handle: str, agency: str) -> Account:
        joined = START - timedelta(seconds=self.rng.randrange(86_400 * 2000, 86_400 * 5000))
        followers = self.rng.randrange(80_000, 2_000_000)
        name = AGENCIES[agency].names[0]
        return Account(90_000_000_000_000_000 + number, handle, name, None, agency, "agency", 1, followers, joined)

    def moment(self) -> datetime:
        hour = self.rng.choices(range(24), HOURS)[0]
        return START + timedelta(self.rng.randrange(DAYS), hour * 3600 + self.rng.randrange(3600))

    def later(self, at: datetime, median: float, spread: float = 1.0) -> datetime:
        """A log-normal number of minutes later, to the second."""
        minutes = median * self.rng.lognormvariate(0, spread)
        return at + timedelta(seconds=min(max(int(minutes * 60), 20), 86_400 * 8))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def desk(self, agency: str) -> Account:
        return self.rng.choice([desk for desk in self.desks if desk.agency == agency])

    def member(self, group: int, *, near: bool = True) -> Account:
        """Someone who posts: of that group, or with `near` unset mostly so (see DENSITY)."""
        inside = DENSITY * (GROUP_SIZE - 1) / (DENSITY * (GROUP_SIZE - 1) + (len(GROUPS) - 1) * GROUP_SIZE)
        if not near and not self.chance(inside):
            group = self.rng.choice([other for other in GROUPS if other != group])
        people = [account for account in self.groups[group] if account.role in ("citizen", "media")]
        return self.rng.choices(people, [account.activity for account in people])[0]

    def peers(self, author: Account, number: int) -> list[Account]:
        """Other people, mostly of the same group."""
        found: list[Account] = []
        while len(found) < number:
            other = self.member(author.group or 1, near=False)
            if other is not author and other not in found:
                found.append(other)
        return found

    def write(self, author: Account, at: datetime, text: str, kind: str, **more: object) -> Post:
        """Post something. A reply lies in the thread of its parent."""
        parent = more.get("parent") if more.get("reference") == "replied_to" else None
        more.setdefault("file", "harvest" if self.chance(HARVEST) else "x_api")
        more.setdefault("lang", "en" if re.search(r"\b(the|this|thank|for|not|is)\b", text) else "in")
        number = self._id(at)
        post = Post(number, author, at, text, kind, parent.conversation if parent else number, **more)
        self.posts.append(post)
        return post

    def reply(self, author: Account, parent: Post, at: datetime, text: str, kind: str, **more: object) -> Post:
        more.setdefault("file", parent.file)
        text = f"@{parent.author.handle} {text}" if author is not parent.author else text
        return self.write(author, at, text, kind, parent=parent, reference="replied_to", **more)

    def _id(self, at: datetime) -> int:
        """A snowflake: milliseconds since X's epoch, then 22 bits."""
        while True:
            ms = int(at.timestamp() * 1000) + self.rng.randrange(1000)
            number = (ms - 1_288_834_974_657 << 22) + self.rng.getrandbits(22)
            if number not in self.ids:
                self.ids.add(number)
                return number


def other_file(file: str) -> str:
    return "x_api" if file == "harvest" else "harvest"


def family(agency: str) -> str:
    """An agency and its parent are one counter to the citizen."""
    return AGENCIES[agency].parent or agency
