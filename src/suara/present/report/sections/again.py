"""How to make the report again: what it was made of, by which program, with which parameters."""

from __future__ import annotations

from suara.present._text import clean
from suara.present.report.material import Material
from suara.present.report.parts import Lines, Section, Table, Terms, Text

PLACE = 90

_WORDS = {
    "id": {
        "title": "Membuat laporan ini lagi",
        "lead": "Perintah berikut, dengan berkas yang sama, menghasilkan angka yang sama. Setiap perintah pada temuan dijalankan di folder "
        "ruang kerja. Pertanyaan Cypher (suara query) menghitung unggahan keluhan di graf, bukan keluhan seperti didefinisikan di atas, sehingga "
        "angkanya dapat sedikit berbeda.",
        "program": "Program", "program_is": "suara {version}", "corpus": "Sidik jari unggahan (SHA-256 atas platform, ID, waktu, dan teks)",
        "made": "Dibuat", "agencies": "Berkas instansi tambahan", "none": "tidak ada",
        "books": "Buku kode yang dipakai", "head": ["Buku kode", "Versi", "Sumber"],
    },
    "en": {
        "title": "To make this report again",
        "lead": "These commands, with the same files, give the same figures. Each command of a finding is run in the folder of the workspace. "
        "Cypher questions (suara query) count posts with complaints in the graph, not complaints as defined above, so that their figures may "
        "differ a little.",
        "program": "Program", "program_is": "suara {version}", "corpus": "Fingerprint of the posts (SHA-256 of platform, id, time and text)",
        "made": "Made", "agencies": "Files with further agencies", "none": "none",
        "books": "Codebooks in use", "head": ["Codebook", "Version", "Source"],
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """Commands, parameters, codebooks."""
    words, study = _WORDS[material.lang], material.study
    files = ", ".join(clean(name, 80) for name in study.agencies) or words["none"]
    terms = [
        (words["program"], words["program_is"].format(version=study.version)),
        (words["corpus"], study.corpus),
        (words["made"], f"{study.made_at:%Y-%m-%d %H:%M} UTC"),
        (words["agencies"], files),
    ]
    books = material.graph.tables["Codebook"].select("name", "version", "source").iter_rows()
    rows = [[clean(part, 300) for part in row] for row in books]
    return Section(
        "again",
        str(words["title"]),
        [Text([words["lead"]]), Lines(study.commands), Terms(terms), Table(words["books"], words["head"], rows, words=[1, 2])],
    )
