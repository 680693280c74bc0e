"""Files of networks, damaged in the ways that files are damaged, and in those that somebody would choose."""

import struct
from collections.abc import Callable, Iterator, Sequence
from random import Random

Mutation = Callable[[bytearray, Random], bytearray]

# Numbers at the edge of what a length, a count or an offset can be.
EDGES = (
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    2**63 - 1,
    2**63,
    2**64 - 1,
)
# What a reader of a pickle, a zip, an HDF5 or a JSON header stumbles over.
MARKS = (
    b"cos\nsystem\n",
    b"PK\x03\x04",
    b"\x89HDF\r\n\x1a\n",
    b"{}",
    b"[" * 64,
    b"null",
    b"NaN",
    b"../../../etc/passwd",
    b"\x00" * 8,
    b"\xff" * 8,
    b"\x93NUMPY",
)


def flip(content: bytearray, random: Random) -> bytearray:
    """Some bits turn over."""
    for _ in range(random.choice((1, 2, 8, 32))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return content


def cut(content: bytearray, random: Random) -> bytearray:
    """The end is missing."""
    return content[: random.randrange(len(content))]


def drop(content: bytearray, random: Random) -> bytearray:
    """A piece is missing."""
    start = random.randrange(len(content))
    return content[:start] + content[start + random.randrange(1, 200) :]


def repeat(content: bytearray, random: Random) -> bytearray:
    """A piece is there twice."""
    start = random.randrange(len(content))
    piece = content[start : start + random.randrange(1, 400)]
    return content[:start] + piece + content[start:]


def swap(content: bytearray, random: Random) -> bytearray:
    """Two pieces change places."""
    size = random.randrange(1, max(2, min(200, len(content) // 3)))
    first, second = sorted(random.randrange(max(1, len(content) - size)) for _ in range(2))
    piece = content[first : first + size]
    content[first : first + size] = content[second : second + size]
    content[second : second + size] = piece
    return content


def edge(content: bytearray, random: Random) -> bytearray:
    """A number becomes one that nobody expects."""
    code = random.choice("BHIQ")
    size = struct.calcsize(code)
    if len(content) > size:
        place = random.randrange(len(content) - size)
        value = random.choice(EDGES) & (2 ** (8 * size) - 1)
        content[place : place + size] = struct.pack(random.choice("<>") + code, value)
    return content


def plant(content: bytearray, random: Random) -> bytearray:
    """Something that means much to some reader stands where it does not belong."""
    place, mark = random.randrange(len(content)), random.choice(MARKS)
    if random.random() < 0.5:
        content[place : place + len(mark)] = mark
        return content
    return content[:place] + mark + content[place:]


def digits(content: bytearray, random: Random) -> bytearray:
    """A digit becomes another, as in a header of JSON."""
    places = [place for place, byte in enumerate(content[:4000]) if 48 <= byte < 58]
    if places:
        content[random.choice(places)] = random.randrange(48, 58)
    return content


MUTATIONS: Sequence[Mutation] = (flip, cut, drop, repeat, swap, edge, plant, digits)


def mutated(samples: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """``count`` damaged files, the samples in turn, one to three mutations each.

    The first kilobyte and the last are damaged more often than the weights between them, for there the
    formats keep what they say of themselves.
    """
    random = Random(seed)
    for number in range(count):
        content = bytearray(samples[number % len(samples)])
        for _ in range(random.choice((1, 1, 2, 3))):
            if content:
                content = damaged(content, random)
        yield bytes(content)


def damaged(content: bytearray, random: Random) -> bytearray:
    """One mutation, of the beginning, the end, or anywhere."""
    mutation = random.choice(MUTATIONS)
    side = random.random()
    if side < 0.35:
        return mutation(content[:1024], random) + content[1024:]
    if side < 0.7 and len(content) > 1024:
        return content[:-1024] + mutation(content[-1024:], random)
    return mutation(content, random)
