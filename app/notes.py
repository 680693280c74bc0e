"""Sentences about a network that somebody brought: what is used how, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.readers import Embedding, Note, Output
from app.weights import Stack

__all__ = ["Notes", "shown"]


class Notes:
    """Collects sentences in English and 中文, those of the file's reader first.

    Examples
    --------
    >>> notes = Notes([Note("One.", "一。")])
    >>> notes.leftovers(2)
    >>> [note.en for note in notes]
    ['One.', '2 parts of the file are not used.']
    """

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = list(notes)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def _say(self, en: str, zh: str) -> None:
        self._notes.append(Note(en, zh))

    def embedding(self, embedding: Embedding, stack: Stack) -> None:
        """The one embedding that is there is used."""
        rows, width = embedding.vectors.shape
        if embedding.stack is None:
            self._say(
                f"The embedding {embedding.name} ({rows} × {width}) is taken to feed {stack.name}: "
                "it is the only one that fits.",
                f"嵌入层 {embedding.name}（{rows} × {width}）被当作 {stack.name} 的输入：只有它的形状合适。",
            )
        else:
            self._say(
                f"The embedding {embedding.name} ({rows} × {width}) feeds {stack.name}.",
                f"嵌入层 {embedding.name}（{rows} × {width}）是 {stack.name} 的输入。",
            )

    def several_embeddings(self, names: Sequence[str]) -> None:
        """None is used, because several could be."""
        listed = ", ".join(names[:6])
        self._say(
            f"{len(names)} embeddings fit ({listed}); none is used until one is chosen.",
            f"有 {len(names)} 个嵌入层合适（{listed}）；选定之前不使用。",
        )

    def one_hot(self, stack: Stack) -> None:
        """A vocabulary names the inputs."""
        self._say(
            f"Each token is read by {stack.name} as a one-hot vector: 1 at its own input, 0 at all others.",
            f"每个词元以独热向量输入 {stack.name}：自己的那一位是 1，其余是 0。",
        )

    def output(self, output: Output, stack: Stack) -> None:
        """The one output layer that is there is used."""
        count = len(output.b)
        if output.stack is None:
            self._say(
                f"The layer {output.name} ({count} numbers) is taken to read {stack.name}: "
                "it is the only one that fits.",
                f"输出层 {output.name}（{count} 个数）被当作接在 {stack.name} 之后：只有它的形状合适。",
            )
        else:
            self._say(
                f"The layer {output.name} ({count} numbers) reads {stack.name}.",
                f"输出层 {output.name}（{count} 个数）接在 {stack.name} 之后。",
            )
        if output.kind is None:
            self._say(
                f"The file does not say what follows the sum of {output.name}, so the sum itself is shown.",
                f"文件没有说明 {output.name} 的求和之后是什么函数，因此直接显示这个和。",
            )

    def several_outputs(self, names: Sequence[str]) -> None:
        """None is used, because several could be."""
        listed = ", ".join(names[:6])
        self._say(
            f"{len(names)} output layers fit ({listed}); none is used until one is chosen.",
            f"有 {len(names)} 个输出层合适（{listed}）；选定之前不使用。",
        )

    def labels(self, output: Output) -> None:
        """The numbers of the head are named after the vocabulary."""
        self._say(
            f"The layer {output.name} has one number for each entry of the vocabulary; they carry its names.",
            f"输出层 {output.name} 的每个数对应词表中的一项，因此用词表命名。",
        )

    def option(self, stack: str, option: str, value: str | bool, *, decided: bool) -> None:
        """An option that the file does not record."""
        if decided:
            self._say(
                f"{option} of {stack} is {shown(value)}, as chosen.",
                f"{stack} 的 {option} 按选择取 {shown(value)}。",
            )
        else:
            self._say(
                f"The file does not record {option} of {stack}; until one is chosen it is {shown(value)}.",
                f"文件没有记录 {stack} 的 {option}；选定之前使用 {shown(value)}。",
            )

    def leftovers(self, count: int) -> None:
        """Parts of the file that nothing runs."""
        if count:
            parts = "1 part of the file is" if count == 1 else f"{count} parts of the file are"
            self._say(f"{parts} not used.", f"文件中有 {count} 个部分没有用到。")


def shown(value: str | bool) -> str:
    """The value of an option as it is written in JSON.

    Examples
    --------
    >>> shown(True), shown("tanh")
    ('true', 'tanh')
    """
    return value if isinstance(value, str) else str(value).lower()
