"""A bounded store of answers, the longest unused leaving first."""

from __future__ import annotations

from collections import OrderedDict

__all__ = ["AnswerCache"]


class AnswerCache:
    """Keeps answers by key, within a number of entries and of bytes.

    Examples
    --------
    >>> cache = AnswerCache(entries=2, size=10)
    >>> cache.put("a", b"12345678")
    >>> cache.put("b", b"12345")
    >>> cache.get("a"), cache.get("b")
    (None, b'12345')
    """

    def __init__(self, *, entries: int, size: int) -> None:
        self._most_entries = entries
        self._most_bytes = size
        self._bytes = 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """The answer, now the last to leave; None when it is not there."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer, unless it is larger than all the room there is."""
        if len(answer) > self._most_bytes:
            return
        self._bytes += len(answer) - len(self._answers.pop(key, b""))
        self._answers[key] = answer
        while self._bytes > self._most_bytes or len(self._answers) > self._most_entries:
            self._bytes -= len(self._answers.popitem(last=False)[1])
