"""The invented debate about water tariffs: who takes part, what they hold, and how they say it."""

from dataclasses import dataclass
from datetime import UTC, datetime

BEGIN, SHIFT, END = (datetime(2026, m, d, tzinfo=UTC) for m, d in ((2, 2), (5, 4), (8, 1)))

# id: (name, handle, kind, side before the shift, side after it, role)
ORGANISATIONS = {
    "tirta_contoh": ("Perumda Air Tirta Contoh", "tirta_contoh", "water utility", "reform", "reform", "core"),
    "pemkot_contoh": ("Pemerintah Kota Contoh", "pemkot_contoh", "local government", "reform", "reform", "core"),
    "dprd_contoh": ("DPRD Kota Contoh", "dprdkota_contoh", "parliament", "reform", "protest", "changes sides"),
    "hip_contoh": ("Himpunan Pengusaha Contoh", "hip_contoh", "business", "protest", "reform", "changes sides"),
    "kampus_contoh": ("Pusat Kajian Air Universitas Contoh", "kampus_contoh", "academia", "bridge", "bridge", "bridge"),
    "lsm_air_contoh": (
        "Koalisi Air untuk Semua Contoh",
        "lsmair_contoh",
        "civil society",
        "protest",
        "protest",
        "core",
    ),
    "ylk_contoh": ("Yayasan Lembaga Konsumen Contoh", "ylk_contoh", "civil society", "protest", "protest", "core"),
    "serikat_contoh": ("Serikat Pekerja Air Contoh", "serikat_contoh", "union", "protest", "protest", "core"),
    "warta_contoh": ("Warta Contoh", "warta_contoh", "media", "neutral", "neutral", "neutral"),
}

# what each side holds: 1 for, 0 against; a concept that isn't there is of no concern to it
SIDES = {
    "reform": {"tariff_rise": 1, "progressive": 1, "private_partner": 1, "prepaid_meter": 1, "subsidy": 1, "fix_leaks": 0},
    "protest": {
        "tariff_rise": 0, "progressive": 0, "private_partner": 0, "prepaid_meter": 0, "subsidy": 1, "fix_leaks": 1, "audit": 1,
    },
    "bridge": {"tariff_rise": 1, "progressive": 1, "private_partner": 0, "subsidy": 1, "fix_leaks": 1, "audit": 1},
    "neutral": {},
}  # fmt: skip
WEIGHTS = {
    "tariff_rise": 6, "subsidy": 3, "fix_leaks": 3, "audit": 3, "private_partner": 3, "progressive": 2, "prepaid_meter": 2,
}  # fmt: skip
STRAYING = 0.04  # share of statements in which people say the opposite of what their side holds

# people: (how many, side before, side after, role)
PEOPLE = [
    (18, "reform", "reform", "core"),
    (22, "protest", "protest", "core"),
    (8, "reform", "protest", "changes sides"),
    (6, "bridge", "bridge", "bridge"),
    (6, "neutral", "neutral", "neutral"),
]
GIVEN = ["sari", "budi", "dewi", "joko", "rina", "agus", "wati", "eko", "nina", "yudi", "lina", "tono", "maya", "hadi"]

NAMED = {  # how concepts are called; not all of it is in the codebook
    "tariff_rise": [
        "kenaikan tarif air",
        "kenaikan tarif",
        "penyesuaian tarif air",
        "tarif air naik",
        "tagihan yang lebih mahal",
    ],
    "subsidy": [
        "subsidi air untuk keluarga miskin",
        "subsidi silang",
        "tarif sosial",
        "keringanan tagihan warga miskin",
    ],
    "fix_leaks": [
        "perbaikan pipa lebih dulu",
        "penggantian pipa tua",
        "penanganan kebocoran pipa",
        "pembenahan jaringan lama",
    ],
    "audit": ["audit terbuka perumda", "transparansi biaya air", "audit independen", "buka-bukaan ongkos produksi"],
    "private_partner": [
        "kerja sama dengan swasta",
        "swastanisasi air",
        "privatisasi air",
        "masuknya investor ke layanan air",
    ],
    "progressive": ["tarif progresif", "tarif berjenjang", "tarif progresif untuk pemakai besar"],
    "prepaid_meter": ["meter prabayar", "token air", "meteran air prabayar", "air pakai voucer"],
}
OUTRIGHT = {  # words of the stance codebook, said outright
    1: [
        "Kami mendukung {x}.", "Saya setuju {x}.", "Setuju dengan {x}, asal layanan membaik.",
        "Saya dukung {x}, sudah lama ditunggu.",
        "Sepakat dengan {x}.", "Kami dukung {x} demi air yang sampai ke semua rumah.", "Rencana {x} patut didukung.",
    ],
    0: [
        "Kami menolak {x}!", "Saya menolak {x}.", "Warga menolak {x}.", "Keberatan dengan {x}, beban sudah berat.",
        "Saya tidak setuju {x}.", "Tidak terima {x} dengan cara begini.", "Kami keberatan {x} dibahas tertutup.",
        "Kami menolak keras {x}.",
    ],
}  # fmt: skip
IMPLIED = {  # meant as much, but no codebook of words can tell
    1: ["{X} memang sudah waktunya.", "Tanpa {x}, air tidak akan pernah lancar.", "Kalau mau air lancar, ya {x}."],
    0: [
        "{X}? Dompet warga sudah kering.", "Siapa yang untung dari {x}?", "Lagi-lagi {x}, rakyat yang kena.",
        "{X} bukan jalan keluar.",
    ],
}  # fmt: skip
BOTH = {  # two concepts, of which the first has the first position
    (1, 0): [
        "Saya setuju {x}, tapi {y}? Kami menolak {y}.", "Kami dukung {x}. Tetapi kami menolak {y}.",
        "Setuju {x}, keberatan {y}.",
    ],
    (0, 1): ["Kami menolak {x}, tetapi kami mendukung {y}.", "Keberatan {x}. Saya setuju {y}."],
    (1, 1): ["Kami mendukung {x} dan {y}.", "Saya setuju {x}, begitu juga {y}."],
    (0, 0): ["Kami menolak {x} dan {y}.", "Saya menolak {x}, apalagi {y}."],
}  # fmt: skip
MENTIONED = [
    "Hari ini rapat soal {x}.",
    "Pembahasan {x} ditunda pekan depan.",
    "Ada yang sudah baca rancangan {x}?",
    "Liputan kami tentang {x} di halaman tiga.",
]  # fmt: skip
SMALL_TALK = [
    "Air mati lagi di gang kami sejak subuh.",
    "Selamat pagi Kota Contoh.",
    "Hujan deras, semoga tidak banjir.",
    "Terima kasih petugas yang lembur.",
]
TAGS = ["", "", "", " #AirContoh", " #TarifAirContoh", " 💧", " 🙏 #AirContoh"]
ADDRESSED = ["tirta_contoh", "pemkot_contoh", "dprdkota_contoh"]


@dataclass(frozen=True)
class Actor:
    """Somebody who takes part."""

    id: int
    handle: str
    organisation: str
    before: str
    after: str
    role: str
    posts: int

    def side(self, at: datetime) -> str:
        """The side that they are on at a time."""
        return self.before if at < SHIFT else self.after
