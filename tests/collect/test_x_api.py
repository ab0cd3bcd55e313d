"""X API v2: pages, flattened tweets, and what is wrong with real ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import _importing
from suara.collect._input import Input
from suara.posts import Corpus

ID = "17000000000000000{:02}".format


def tweet(number: int = 1, **other: Any) -> dict[str, Any]:
    return {"id": ID(number), "text": "halo", "author_id": "9000000001", "conversation_id": ID(number)} | other


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def page(*tweets: Any, **other: Any) -> dict[str, Any]:
    return {"data": list(tweets), "meta": {"result_count": len(tweets)}} | other


def test_pages_and_flattened_are_the_same_posts(read_alone: Any) -> None:
    """Whether twarc2 flattened a file or not, its posts are the same in every field."""
    pages, flattened = read_alone("x_api/pages.jsonl").posts, read_alone("x_api/flattened.jsonl").posts
    assert pages.sort("id").to_dicts() == flattened.sort("id").to_dicts()


def test_flattened_after_pages_adds_nothing(read: Any) -> None:
    """The same tweets in the other form are duplicates that tell nothing new."""
    read("x_api/pages.jsonl")
    again = read("x_api/flattened.jsonl").tally
    assert (again.imported, again.updated, again.rejected) == (0, 0, 0)


def test_fields_of_a_reply(read: Any) -> None:
    """Each field of a post comes from where the data dictionary has it."""
    post = read("x_api/pages.jsonl").post("001")
    expected = {
        "platform": "x",
        "id": "1700000000000000001",
        "url": "https://x.com/warga_contoh/status/1700000000000000001",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": False,
        "text": "@layanan_contoh lampu jalan padam sejak sore #LampuJalan https://t.co/contoh1",
        "lang": "in",
        "created_at": datetime(2023, 9, 8, 1, tzinfo=UTC),
        "conversation": "1700000000000000001",
        "reply_to": None,
        "reply_to_author_id": "9000000002",
        "reply_to_author_handle": "layanan_contoh",
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["9000000002"],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["LampuJalan"],
        "links": ["https://foto.example/1", "https://t.co/contoh2"],
        "likes": 11,
        "reposts": 3,
        "replies": 2,
        "quotes": 1,
        "views": 230,
        "place": "Kota Contoh",
        "collected_at": datetime(2023, 9, 10, 3, tzinfo=UTC),
        "source": "x_api",
        "context": False,
    }
    assert expected == post


def test_entities_of_html_are_resolved(read: Any) -> None:
    """X escapes &, < and >; posts don't."""
    assert "kami & tim" in read("x_api/pages.jsonl").post("002")["text"]


def test_a_long_post_is_whole(read: Any, file_of: Any) -> None:
    """Of a post of more than 280 characters the whole text is taken, with all its hashtags."""
    note = {"text": "a" * 300 + " #akhir", "entities": {"hashtags": [{"tag": "akhir", "start": 301, "end": 307}]}}
    post = read(file_of(lines(tweet(text="a" * 270 + "…", note_tweet=note)))).post("001")
    assert (post["text"], post["hashtags"]) == ("a" * 300 + " #akhir", ["akhir"])


def test_answer_names_its_post_and_its_author(read: Any) -> None:
    """A reply has the id of the post it answers, and id and handle of its author."""
    post = read("x_api/pages.jsonl").post("002")
    assert (ID(1), "9000000001", "warga_contoh") == (
        post["reply_to"],
        post["reply_to_author_id"],
        post["reply_to_author_handle"],
    )


def test_leading_mention_of_a_repost_is_none(read: Any) -> None:
    """The "RT @name:" of a repost names its original's author, who isn't mentioned; the others are."""
    post = read("x_api/pages.jsonl").post("003")
    assert post["mention_handles"] == ["layanan_contoh"]
    assert (
        post["repost_of"],
        post["repost_of_author_id"],
        post["repost_of_author_handle"],
    ) == ("1700000000000000101", "9000000004", "kabar_contoh")


def test_original_that_did_not_come_along(read: Any) -> None:
    """Without `includes` the author of a repost's original is known from its leading mention."""
    post = read("x_api/faults.jsonl").post("019")
    assert (
        post["repost_of"],
        post["repost_of_author_id"],
        post["repost_of_author_handle"],
        post["mention_handles"],
    ) == ("1700000000000000104", None, "kabar_contoh", [])


def test_mention_at_three_of_another_post_counts(read: Any, file_of: Any) -> None:
    """Only a repost begins with its original's author: elsewhere a mention at the fourth character is one."""
    mentions = {"mentions": [{"start": 3, "username": "sari_contoh", "id": "9000000005"}]}
    path = file_of(lines(page(tweet(text="Hai@sari_contoh", entities=mentions))))
    assert read(path).post("001")["mention_handles"] == ["sari_contoh"]


def test_mention_without_an_id(read: Any, file_of: Any) -> None:
    """Before 2022 a mention had no id: it is that of the account of this name, where it came along."""
    mentions = {"mentions": [{"start": 0, "username": "sari_contoh"}, {"start": 13, "username": "kabar_contoh"}]}
    users = {"users": [{"id": "9000000005", "username": "sari_contoh"}]}
    post = read(file_of(lines(page(tweet(1, entities=mentions), includes=users)))).post("001")
    assert post["mention_ids"] == ["9000000005", None]


def test_flattened_reply_that_mentions_nobody(read: Any, file_of: Any) -> None:
    """A flattened tweet tells whom it answers also where its text doesn't."""
    answered = {
        "in_reply_to_user_id": "9000000005",
        "in_reply_to_user": {"id": "9000000005", "username": "sari_contoh"},
    }
    assert read(file_of(lines(tweet(1, **answered)))).post("001")["reply_to_author_handle"] == "sari_contoh"


def test_quoted_post_that_is_missing(read: Any) -> None:
    """A quote of a post that isn't there keeps its id; its author stays unknown."""
    post = read("x_api/pages.jsonl").post("004")
    assert (
        post["quote_of"],
        post["quote_of_author_id"],
        post["quote_of_author_handle"],
    ) == ("1700000000000000102", None, None)


def test_reply_that_quotes(read: Any) -> None:
    """A post can answer one post and quote another."""
    post = read("x_api/pages.jsonl").post("005")
    assert (
        post["reply_to"],
        post["quote_of"],
        post["quote_of_author_handle"],
    ) == ("1700000000000000103", "1700000000000000101", "kabar_contoh")


def test_posts_that_came_along_are_context(read: Any) -> None:
    """A tweet from `includes` is context, unless it was collected as well."""
    result = read("x_api/pages.jsonl")
    assert result.posts.filter("context")["id"].to_list() == ["1700000000000000101"]
    assert result.tally.context == 1


def test_context_that_is_collected_later(read: Any, file_of: Any) -> None:
    """A post that first came along and is collected later is context no more."""
    read(file_of(lines(page(tweet(1), includes={"tweets": [tweet(2)]}))))
    result = read(file_of(lines(page(tweet(2)))))
    assert (result.tally.imported, result.tally.updated) == (0, 1)
    assert result.post("002")["context"] is False


def test_api_errors_are_told_and_reject_nothing(read: Any) -> None:
    """Error objects beside tweets are kept as problems, and no record is lost by them."""
    result = read("x_api/pages.jsonl")
    assert result.told == [(1, "errors"), (1, "errors")]
    assert "Not Found Error" in result.problems[0].reason
    assert result.tally.rejected == 0


def test_api_errors_do_not_stop_a_strict_import(read: Any) -> None:
    """What the API couldn't find isn't a broken record."""
    assert read("x_api/pages.jsonl", strict=True).posts.height == 6


def test_faults(read: Any) -> None:
    """Of a damaged file all that can be taken is taken, and the rest is said line by line."""
    result = read("x_api/faults.jsonl")
    assert [ID(number) for number in range(11, 21)] == result.posts["id"].to_list()
    assert result.told == [
        (2, None),
        (3, "errors"),
        (3, None),
        (4, None),
        (6, None),
        (7, "author_id"),
        (11, None),
        (12, None),
        (14, "includes"),
    ]
    assert (result.tally.imported, result.tally.rejected, result.tally.refused) == (10, 6, 3)


def test_reasons(read: Any) -> None:
    """The reason says what is wrong with the record."""
    reasons = {problem.line: problem.reason for problem in read("x_api/faults.jsonl").problems}
    assert reasons[2].startswith("not JSON")
    assert reasons[3] == "an API error instead of posts"
    assert reasons[4] == "a mangled id: 1.7e+18"
    assert reasons[6] == "an impossible time: 1970-01-01T00:00:00.000Z"


def test_post_without_a_sound_author_is_kept(read: Any) -> None:
    """A mangled id of an author is left out; the post stays."""
    post = read("x_api/faults.jsonl").post("014")
    assert (post["author_id"], post["author_handle"]) == (None, None)


def test_whole_numbers_as_ids_are_taken(read: Any) -> None:
    """An id that is a whole number in JSON has lost nothing."""
    assert ID(13) == read("x_api/faults.jsonl").post("013")["id"]


def test_one_tweet_a_page(read: Any) -> None:
    """Streams give one tweet a page, with its includes."""
    assert read("x_api/faults.jsonl").post("017")["author_handle"] == "warga_contoh"


def test_empty_page_alone(read: Any, file_of: Any) -> None:
    """A search that found nothing is a file of the X API without posts, and nothing is wrong with it."""
    result = read(file_of(lines({"meta": {"result_count": 0}, "__twarc": {"version": "2"}})))
    assert (result.source, result.tally.read, result.problems) == ("x_api", 0, [])


@pytest.mark.parametrize("field", ["public_metrics", "author_id", "created_at", "lang", "entities", "geo"])
def test_what_a_tweet_lacks_is_none(field: str, read: Any, file_of: Any) -> None:
    """Any field but id and text may be missing or null."""
    path = file_of(lines(page(tweet(1)), page(tweet(2, **{field: None}))))
    result = read(path)
    assert (result.tally.imported, result.problems) == (2, [])
    assert all(result.post("002")[name] is None for name in ("likes", "views", "created_at", "place"))


def test_zero_stays_zero(read: Any, file_of: Any) -> None:
    """A count that the platform tells to be 0 is 0, and those it doesn't tell are None."""
    post = read(file_of(lines(page(tweet(public_metrics={"like_count": 0}))))).post("001")
    assert (post["likes"], post["reposts"]) == (0, None)


def test_time_of_another_zone(read: Any, file_of: Any) -> None:
    """Times with an offset are turned into UTC."""
    post = read(file_of(lines(page(tweet(created_at="2023-09-08T07:00:00+07:00"))))).post("001")
    assert datetime(2023, 9, 8, tzinfo=UTC) == post["created_at"]


@pytest.mark.parametrize(
    "at", ["2003-12-31T23:59:59.000Z", "2999-01-01T00:00:00.000Z", "2023-09-08T01:00:00", "kemarin"]
)
def test_impossible_times(at: str, read: Any, file_of: Any) -> None:
    """A time before 2004, in the future, without a zone, or none at all rejects the post."""
    result = read(file_of(lines(page(tweet(1), tweet(2, created_at=at)))))
    assert ([ID(1)], [(1, None)]) == (result.posts["id"].to_list(), result.told)


def test_counts_beyond_all_measure(read: Any, file_of: Any) -> None:
    """A count that no column can hold rejects its post, not the file."""
    result = read(file_of(lines(page(tweet(1)), page(tweet(2, public_metrics={"like_count": 10**30})))))
    assert ([ID(1)], [(2, None)]) == (result.posts["id"].to_list(), result.told)


def test_nested_without_end(read: Any, file_of: Any) -> None:
    """JSON nested so deep that it can't be read is a line that can't be read."""
    result = read(file_of(lines(page(tweet(1))) + '{"data":' * 100_000 + "\n" + lines(page(tweet(2)))))
    assert ([ID(1), ID(2)], [(2, None)]) == (result.posts["id"].to_list(), result.told)


@pytest.mark.parametrize(
    "other",
    [
        {"author_id": "1.7E+18"},
        {"conversation_id": "1.7E+18"},
        {"conversation_id": ""},
        {"referenced_tweets": [{"type": "replied_to", "id": "1.7E+18"}]},
        {"referenced_tweets": [{"type": "replied_to", "id": 1700000000000000000}]},
    ],
    ids=str,
)
def test_mangled_second_ids_in_text(other: dict[str, Any], read: Any, file_of: Any) -> None:
    """A mangled id in any field is left out, also where it is text."""
    post = read(file_of(lines(page(tweet(1, **other))))).post("001")
    assert {None, ID(1), "9000000001"} >= {post[name] for name in ("author_id", "conversation", "reply_to")}


@pytest.mark.parametrize(
    "content",
    [
        lines({"data": [{"start": "2023-09-08T00:00:00Z", "tweet_count": 5}], "meta": {}}),
        lines({"data": [{"id": "1", "username": "sari_contoh", "name": "Sari"}], "meta": {}}),
        lines({"id": "1", "action": "delete", "reason": "protected"}),
        lines({"data": [{"id": "1", "name": "Daftar", "owner_id": "2"}]}),
        lines({"errors": [{"title": "Forbidden"}]}),
    ],
    ids=["counts", "users", "compliance", "lists", "only errors"],
)
def test_other_files_of_the_api(content: str, file_of: Any) -> None:
    """What twarc2 writes beside tweets isn't taken for tweets."""
    assert not _importing.sources()["x_api"].recognise(Input(file_of(content)))


def test_newer_copy_has_the_say(read: Any, file_of: Any, corpus: Corpus) -> None:
    """Of two fetches of a post the later one's counts hold, in whichever order they are imported."""
    new = page(tweet(public_metrics={"like_count": 3}), __twarc={"retrieved_at": "2023-09-12T00:00:00Z"})
    old = page(tweet(public_metrics={"like_count": 9}), __twarc={"retrieved_at": "2023-09-11T00:00:00Z"})
    read(file_of(lines(new)))
    assert read(file_of(lines(old))).post("001")["likes"] == 3
    assert corpus.read().height == 1


@pytest.mark.parametrize("made", [page(tweet(1), tweet(2)), [page(tweet(1)), page(tweet(2))], [tweet(1), tweet(2)]])
def test_over_many_lines(made: Any, read: Any, file_of: Any) -> None:
    """A page, or an array, that an editor or a script has laid over many lines is read whole."""
    result = read(file_of(json.dumps(made, indent=2)))
    assert (sorted(result.posts["id"]), result.problems) == ([ID(1), ID(2)], [])


def test_empty_name(read: Any, file_of: Any) -> None:
    """An account that calls itself nothing has no name."""
    made = tweet(author={"id": "9000000001", "username": "warga_contoh", "name": ""})
    assert read(file_of(lines(made))).post("01")["author_name"] is None
