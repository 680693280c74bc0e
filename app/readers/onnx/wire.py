"""A look over the bytes of an ONNX file before they are parsed.

Parsing a file of protocol buffers can take many times its size: two bytes make a node, one byte a number of
eight. So its fields are counted first, by their tags alone, and whatever would make a later step look into
another file ("external data") is refused here, wherever it stands: in an initializer, an attribute, a branch,
a function, a sparse tensor.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.reading import ReadLimits, Source

__all__ = ["FIELD_LIMIT", "looks_like_onnx", "survey"]

FIELD_LIMIT = 300_000
DEPTH_LIMIT = 64
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
SEVEN_BITS = 128
WIDTHS = {FIXED64: 8, FIXED32: 4}

# Wire types of ModelProto's fields, to know an ONNX file by its first bytes without loading anything.
MODEL_FIELDS = {1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2}
IR_VERSION, GRAPH = 1, 7
NEWEST_IR_VERSION = 99

EXPORT = "torch.onnx.export(model, args, 'model.onnx', external_data=False)"


def looks_like_onnx(source: Source) -> bool:
    """Whether the first fields are those of an ONNX model: its version, then fields that it knows.

    Examples
    --------
    >>> looks_like_onnx(Source(bytes.fromhex("0808") + bytes([0x12, 2]) + b"me" + bytes([0x3A, 0])))
    True
    >>> looks_like_onnx(Source(b"PK" + bytes(60)))
    False
    """
    head = source.content[:256]
    seen = 0
    try:
        for number, wire, value, _ in _fields(head, 0, len(head), cut=True):
            if MODEL_FIELDS.get(number) != wire or (
                number == IR_VERSION and not 0 < value <= NEWEST_IR_VERSION
            ):
                return False
            if seen == 0 and number not in (IR_VERSION, GRAPH):
                return False
            seen += 1
    except UnreadableFile:
        return seen > 1
    return seen > 1 or (seen == 1 and head[0] == GRAPH << 3 | LENGTH)


def survey(content: bytes, limits: ReadLimits) -> None:
    """Walk all fields of a model once and refuse what must not be parsed.

    Parameters
    ----------
    content : bytes
        The whole file.
    limits : ReadLimits
        ``unpacked_bytes`` bounds what packed numbers become.

    Raises
    ------
    UnreadableFile
        When a field is cut off or of no known kind, when messages lie too deep in each other, or when
        a tensor points at another file.
    FileTooLarge
        When there are more fields than :data:`FIELD_LIMIT`, or packed numbers would grow over the limit.

    Examples
    --------
    >>> survey(bytes([8, 10]) + bytes([0x3A, 3, 0x0A]), ReadLimits())
    Traceback (most recent call last):
    app.errors.UnreadableFile: the ONNX file is damaged or cut off: its part at byte 2 should end ... behind 5
    """
    count = packed = 0
    waiting = [(0, len(content), "ModelProto", 0)]
    while waiting:
        start, end, kind, depth = waiting.pop()
        if depth > DEPTH_LIMIT:
            raise UnreadableFile(
                f"the ONNX file has messages {depth} levels deep; {DEPTH_LIMIT} are read",
                hint="Export the network without graphs nested in graphs.",
            )
        fields = _schema()[kind]
        for number, wire, value, place in _fields(content, start, end):
            count += 1
            if count > FIELD_LIMIT:
                raise _too_many()
            name, child = fields.get(number, ("", ""))
            if name in ("external_data", "data_location"):
                _refuse_external(content, start, end, wire, value)
            if wire == LENGTH and child == "varint":
                packed += 8 * value
            elif wire == LENGTH and child:
                waiting.append((place, place + value, child, depth + 1))
    if packed > limits.unpacked_bytes:
        raise FileTooLarge(
            f"the integers of the ONNX file take {packed} bytes; {limits.unpacked_bytes} are allowed",
            hint="Export the recurrent part of the network alone.",
        )


def _too_many() -> FileTooLarge:
    return FileTooLarge(
        f"the ONNX file has more than {FIELD_LIMIT} fields",
        hint="Export the recurrent part of the network alone.",
    )


def _refuse_external(content: bytes, start: int, end: int, wire: int, value: int) -> None:
    # A varint is cut to 32 bits by parsers, so anything but a plain zero may mean another file.
    if wire == VARINT and value == 0:
        return
    named = [
        content[place : place + length]
        for number, kind, length, place in _fields(content, start, end)
        if number == 8 and kind == LENGTH
    ]
    name = named[-1].decode(errors="replace") if named else ""
    raise UnreadableFile(
        f"the tensor {shorten(name)} of the ONNX file lies in another file, which is never opened",
        hint=f"Export the network into one file: {EXPORT}.",
    )


def _fields(
    content: bytes, start: int, end: int, *, cut: bool = False
) -> Iterator[tuple[int, int, int, int]]:
    """Number, wire type, value (or length) and place of each field; ``cut``: the last may be cut off."""
    place = start
    while place < end:
        begin, tag = place, content[place]
        # Most tags and lengths are one byte: a call for each would double the time.
        if tag < SEVEN_BITS:
            place += 1
        else:
            tag, place = _varint(content, place, end)
        wire, value = tag & 7, 0
        if wire in (LENGTH, VARINT):
            if place < end and content[place] < SEVEN_BITS:
                value = content[place]
                place += 1
            else:
                value, place = _varint(content, place, end)
        size = value if wire == LENGTH else WIDTHS.get(wire, 0)
        if tag < 8 or (wire not in WIDTHS and wire not in (VARINT, LENGTH)):
            raise _damaged(begin)
        if size > end - place and not cut:
            raise UnreadableFile(
                f"the ONNX file is damaged or cut off: its part at byte {begin} should end at byte "
                f"{place + size}, and there is nothing behind {end}",
                hint=f"Compare the file's size with the original's, or export it again: {EXPORT}.",
            )
        yield tag >> 3, wire, value, place
        place += size


def _varint(content: bytes, place: int, end: int) -> tuple[int, int]:
    begin, value, shift = place, 0, 0
    while place < end and shift < 70:
        byte = content[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < SEVEN_BITS:
            return value, place
        shift += 7
    raise _damaged(begin)


def _damaged(place: int) -> UnreadableFile:
    return UnreadableFile(
        f"the ONNX file is damaged at byte {place}",
        hint=f"Compare the file's size with the original's, or export it again: {EXPORT}.",
    )


@cache
def _schema() -> dict[str, dict[int, tuple[str, str]]]:
    """Message -> field number -> name and kind: a message's name, "varint" for integers, or nothing."""
    import onnx

    schema: dict[str, dict[int, tuple[str, str]]] = {}
    waiting = [onnx.ModelProto.DESCRIPTOR]
    while waiting:
        message = waiting.pop()
        if message.full_name.removeprefix("onnx.") in schema:
            continue
        fields = schema[message.full_name.removeprefix("onnx.")] = {}
        for field in message.fields:
            child = ""
            if field.message_type is not None:
                waiting.append(field.message_type)
                child = field.message_type.full_name.removeprefix("onnx.")
            elif field.type in (field.TYPE_INT64, field.TYPE_INT32, field.TYPE_UINT64):
                child = "varint"
            fields[field.number] = (field.name, child)
    return schema
