from app.api.cache import AnswerCache


def test_the_longest_unused_leaves_first() -> None:
    cache = AnswerCache(entries=2, size=100)
    cache.put("a", b"1")
    cache.put("b", b"2")
    assert cache.get("a") == b"1"
    cache.put("c", b"3")
    assert [cache.get(key) for key in "abc"] == [b"1", None, b"3"]


def test_the_bytes_are_bounded_and_counted_once() -> None:
    cache = AnswerCache(entries=10, size=10)
    for _ in range(5):
        cache.put("a", b"123456")
    cache.put("b", b"1234")
    assert (cache.get("a"), cache.get("b")) == (b"123456", b"1234")
    cache.put("c", b"1")
    assert [cache.get(key) for key in "abc"] == [None, b"1234", b"1"]


def test_an_answer_larger_than_the_room_pushes_nothing_out() -> None:
    cache = AnswerCache(entries=10, size=10)
    cache.put("a", b"1")
    cache.put("b", b"x" * 11)
    assert (cache.get("a"), cache.get("b")) == (b"1", None)


def test_no_entries_keep_nothing() -> None:
    cache = AnswerCache(entries=0, size=10)
    cache.put("a", b"1")
    assert cache.get("a") is None
