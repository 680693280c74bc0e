"""Cutting text into words, also where a script writes no spaces between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Cutter", "Marks", "reads_chinese", "split_words"]

# Emoticons carry feeling, so they are words here; other punctuation is not. "://" is no face.
_FACES = (
    r"</?3"
    r"|[<>]?[:;=][-o^']?[()\[\]{}DdPp/\\|*]+(?![\w/])"
    r"|[()\[\]][-o^']?[:;=](?!\w)"
)
_WORDS = re.compile(_FACES + r"|\w+(?:['’]\w+)*")

_BRACKETS = re.compile(r"<[^<>\s]{1,30}>|\[[^\[\]\s]{1,30}\]")

# Ideographs, with their sign of repetition and their zero.
_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OTHER = rf"[^\W{_HAN}]+"
_MIXED = re.compile(_FACES + rf"|[{_HAN}]+|{_OTHER}(?:['’]{_OTHER})*")
_RUN = re.compile(rf"[{_HAN}]+")

# No entry beyond this length is looked for, so that no vocabulary makes a long text slow.
LONGEST_ENTRY = 16


def split_words(text: str) -> list[str]:
    """Words between spaces and punctuation, and emoticons.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    list of str
        As they are written.

    Examples
    --------
    >>> split_words("I don't know... :-)")
    ['I', "don't", 'know', ':-)']
    """
    return _WORDS.findall(text)


class Marks:
    """Cuts text as :func:`split_words` does, and keeps the marks and special entries of a vocabulary.

    Parameters
    ----------
    entries : iterable of str
        The vocabulary. Single marks, and entries in angle or square brackets, are kept.

    Examples
    --------
    >>> Marks(["not", ".", ",", "<eos>"]).cut("Not, I think <pad> : 3.5 <eos>")
    ['Not', ',', 'I', 'think', 'pad', '3', '.', '5', '<eos>']
    """

    def __init__(self, entries: Iterable[str]) -> None:
        known = set(entries)
        marks = sorted(entry for entry in known if len(entry) == 1 and not entry.isspace())
        self._special = {entry for entry in known if _BRACKETS.fullmatch(entry)}
        kept = [f"[{re.escape(''.join(marks))}]"] if marks else []
        self._pieces = re.compile("|".join([_BRACKETS.pattern, _WORDS.pattern, *kept]))

    def cut(self, text: str) -> list[str]:
        """The tokens of a text."""
        tokens: list[str] = []
        for piece in self._pieces.findall(text):
            if _BRACKETS.fullmatch(piece) and piece not in self._special:
                tokens.extend(split_words(piece))
            else:
                tokens.append(piece)
        return tokens


class Cutter:
    """Cuts text as :func:`split_words` does, and runs of Chinese characters by a vocabulary.

    From left to right the longest entry that fits is taken; where none fits, one character is a
    token. That is known as maximum matching, and it is wrong now and then: an entry that ends with
    the beginning of the next word swallows it. A longer entry that nobody else needs ("十分钟",
    ten minutes, beside "十分", very) puts such a case right.

    Each character is looked at a bounded number of times, so the work grows with the length of the
    text alone.

    Parameters
    ----------
    entries : iterable of str
        The vocabulary. Those of two or more Chinese characters and nothing else are matched.

    Examples
    --------
    >>> Cutter(["喜欢", "十分", "十分钟"]).cut("我十分喜欢iPhone，等了十分钟 :)")
    ['我', '十分', '喜欢', 'iPhone', '等', '了', '十分钟', ':)']
    """

    def __init__(self, entries: Iterable[str]) -> None:
        whole = {entry for entry in entries if 1 < len(entry) <= LONGEST_ENTRY and _RUN.fullmatch(entry)}
        lengths: dict[str, set[int]] = {}
        for entry in whole:
            lengths.setdefault(entry[0], set()).add(len(entry))
        self._entries = whole
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def cut(self, text: str) -> list[str]:
        """The tokens of a text; those of their own text, joined by spaces, are the same again."""
        tokens: list[str] = []
        for piece in _MIXED.findall(text):
            if _RUN.match(piece):
                tokens.extend(self._cut_run(piece))
            else:
                tokens.append(piece)
        return tokens

    def _cut_run(self, run: str) -> Iterable[str]:
        at = 0
        while at < len(run):
            fits = (n for n in self._lengths.get(run[at], ()) if run[at : at + n] in self._entries)
            size = next(fits, 1)
            yield run[at : at + size]
            at += size


def reads_chinese(entries: Iterable[str]) -> bool:
    """Whether a vocabulary has a word of Chinese characters, so that such text is cut by it.

    Examples
    --------
    >>> reads_chinese(["good", "好"]), reads_chinese(["good", "bad"])
    (True, False)
    """
    return any(_RUN.fullmatch(entry) for entry in entries)
