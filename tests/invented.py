"""A few invented people and agencies' accounts, what they post, and the graph of it, for tests of who answers whom."""

from datetime import UTC, datetime, timedelta

from suara.coding import agencies, by_words, codebook
from suara.coding.agencies_named import agencies_named
from suara.graph.build import Graph, build
from suara.posts import Post
from suara.posts.post import KEYED, frame

BOOKS, REGISTRY = [codebook.load("complaints")], agencies.load()
START = datetime(2026, 3, 1, tzinfo=UTC)
CITIZEN, OTHER, KAI, COMMUTER, PLN, DUKCAPIL = "1", "2", "91", "92", "93", "94"
HANDLES = {
    CITIZEN: "warga_contoh", OTHER: "orang_contoh",
    KAI: "KAI121", COMMUTER: "CommuterLine", PLN: "pln_123", DUKCAPIL: "ccdukcapil",
}  # fmt: skip


def post(number: str, author: str, minute: float, *to: str, **more: object) -> Post:
    """A post by one of them that mentions others, minutes after the start."""
    told = {"author_handle": HANDLES[author], "conversation": number, **more}
    return Post(
        platform="x",
        id=number,
        author_id=author,
        created_at=START + timedelta(minutes=minute),
        mention_ids=[None] * len(to),
        mention_handles=[HANDLES[account] for account in to],
        **told,
    )


def complaint(number: str = "10", minute: float = 0, *to: str, author: str = CITIZEN, **more: object) -> Post:
    """A complaint, to KAI unless others are named."""
    return post(number, author, minute, *(to or (KAI,)), text="lelet banget", **more)


def built(*posts: Post, registry: agencies.Registry = REGISTRY) -> Graph:
    """The graph of posts, coded by words."""
    table = frame(list(posts))
    texts = table.select(KEYED.alias("key"), "text").drop_nulls()
    return build(table, by_words.code(texts, BOOKS), agencies_named(texts, registry), registry, BOOKS)
