"""What the report can't show."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Points, Section

PLACE = 80

_WORDS = {
    "id": {
        "title": "Apa yang tidak dapat ditunjukkan laporan ini",
        "points": [
            "Siapa yang mengeluh di media sosial bukanlah siapa yang dilayani. Tidak ada angka di sini yang merupakan bagian dari semua keluhan yang diterima suatu instansi; banyak orang mengeluh lewat telepon, loket, atau LAPOR!, dan banyak yang tidak mengeluh sama sekali.",
            "Apa yang tidak terkumpul tidak dapat dihitung. Bila unggahan suatu instansi sedikit terkumpul, jawabannya mungkin hilang dari data, dan bagian yang dijawab terlalu rendah.",
            "Jawaban lewat pesan pribadi tidak terlihat. Bila instansi meminta warga mengirim pesan langsung, jejak publiknya berakhir di sana.",
            "Jawaban bukan penyelesaian. Tidak ada angka di sini yang menyatakan bahwa seseorang sudah tertolong.",
            "Topik dan jenis jawaban ditentukan program menurut kata-kata. Sindiran, ejaan yang tidak lazim, dan bahasa daerah dapat terlewat; periksa buktinya sebelum mengutip angka.",
            "Perbandingan bukan sebab. Instansi menerima keluhan yang berbeda dari orang yang berbeda, pada jam yang berbeda.",
            "Satu suara yang diulang, akun otomatis, dan kampanye terkoordinasi dapat membuat keluhan tampak lebih banyak daripada orang yang mengeluh.",
        ],
    },
    "en": {
        "title": "What this report can't show",
        "points": [
            "Who complains on social media isn't who is served. No figure here is a share of all complaints that an agency gets; many people complain by telephone, at a counter or through LAPOR!, and many not at all.",
            "What wasn't collected can't be counted. Where few posts of an agency were collected, its answers may be missing from the data, and its share is too low.",
            "Answers by private message are never seen. Where an agency asks for a direct message, the public trace ends.",
            "An answer isn't a solution. No figure here says that anybody was helped.",
            "Topics and kinds of answer are told by a program, by words. Irony, unusual spelling and regional languages may be missed; look at the evidence before you quote a number.",
            "Comparisons aren't causes. Agencies get different complaints from different people at different hours.",
            "One voice that repeats itself, automatic accounts and concerted campaigns may make complaints look more than the people who complain.",
        ],
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """A list."""
    words = _WORDS[material.lang]
    return Section("limits", str(words["title"]), [Points(list(words["points"]))])
