"""What each opcode of a pickle does here: values move on a stack, names stay names, calls become records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.errors import FileTooLarge
from app.readers.pickles.calls import result_of
from app.readers.pickles.rules import check_call, check_class
from app.readers.pickles.values import Name, Opaque, Persistent, Record

__all__ = ["STEPS", "Machine", "too_many"]

# Of new containers and records, each of which takes up to 400 bytes.
OBJECTS = 400_000
TEXT_LENGTH = 2**20
INTEGER_BYTES = 16
MEMO = 2**32


class Machine:
    """A stack of values, the places of its marks, the memo, and what is said to be stored beside it.

    ``argument`` and ``position`` are those of the opcode under way.
    """

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}
        self.persistent: list[Persistent] = []
        self.objects = 0
        self.argument: Any = None
        self.position = 0

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def make(self, value: Any, count: int = 1) -> None:
        """Push a new container or record, and count it."""
        self.objects += count
        if self.objects > OBJECTS:
            raise too_many("objects", OBJECTS)
        self.stack.append(value)

    def pop(self) -> Any:
        if self.marks and self.marks[-1] >= len(self.stack):
            raise ValueError("a value is missing behind a mark")
        return self.stack.pop()

    def top(self) -> Any:
        return self.stack[-1]

    def since_mark(self) -> list[Any]:
        """Take everything above the last mark."""
        at = self.marks.pop()
        taken = self.stack[at:]
        del self.stack[at:]
        return taken

    def drop(self) -> None:
        """POP takes a mark, too, when it lies on top."""
        if self.marks and self.marks[-1] == len(self.stack):
            self.marks.pop()
        else:
            self.pop()

    def nothing(self) -> None:
        """PROTO and FRAME say how the pickle is written, not what it holds."""


Step = Callable[[Machine], None]


def _literal(machine: Machine) -> None:
    if isinstance(machine.argument, str) and len(machine.argument) > TEXT_LENGTH:
        raise too_many("characters in one text", TEXT_LENGTH)
    machine.push(machine.argument)


def _integer(machine: Machine) -> None:
    if machine.argument.bit_length() > 8 * INTEGER_BYTES:
        raise too_many("bytes in one whole number", INTEGER_BYTES)
    machine.push(machine.argument)


def _put(machine: Machine) -> None:
    place = len(machine.memo) if machine.argument is None else machine.argument
    if not 0 <= place < MEMO:
        raise ValueError("the memo has no such place")
    machine.memo[place] = machine.top()


def _get(machine: Machine) -> None:
    machine.push(machine.memo[machine.argument])


def _extend(machine: Machine, values: list[Any]) -> None:
    target = machine.top()
    if isinstance(target, Record):
        target.items = [] if target.items is None else target.items
        target = target.items
    if not isinstance(target, list):
        raise TypeError("values are appended to something that is no list")
    target.extend(values)


def _update(machine: Machine, values: list[Any]) -> None:
    target = machine.top()
    if isinstance(target, Record):
        target.entries = {} if target.entries is None else target.entries
        target = target.entries
    if not isinstance(target, dict) or len(values) % 2:
        raise TypeError("entries are set in something that is no dictionary")
    for key, value in zip(values[::2], values[1::2], strict=True):
        target[_key(key)] = value


def _key(key: Any) -> Any:
    """A key whose hash is cheap: deep tuples overflow the C stack, large integers can all collide."""
    plain = key is None or isinstance(key, str | bool | bytes | float | Name)
    return key if plain or (isinstance(key, int) and abs(key) < 2**60) else Opaque()


def _append(machine: Machine) -> None:
    value = machine.pop()
    _extend(machine, [value])


def _set_item(machine: Machine) -> None:
    value, key = machine.pop(), machine.pop()
    _update(machine, [key, value])


def _dict(machine: Machine) -> None:
    values = machine.since_mark()
    machine.make({})
    _update(machine, values)


def _tuple(count: int) -> Step:
    def step(machine: Machine) -> None:
        values = [machine.pop() for _ in range(count)]
        machine.make(tuple(reversed(values)))

    return step


def _global(machine: Machine) -> None:
    module, _, name = machine.argument.partition(" ")
    machine.make(Name(module, name))


def _stack_global(machine: Machine) -> None:
    name, module = machine.pop(), machine.pop()
    if not isinstance(name, str) or not isinstance(module, str):
        raise TypeError("a global is named by something that is no text")
    machine.make(Name(module, name))


def _callee(machine: Machine) -> Name:
    """What is about to be called; a class may be stored beside the pickle, with its source."""
    called = machine.pop()
    if isinstance(called, Persistent) and isinstance(called.id, tuple) and called.id[:1] == ("module",):
        called = called.id[1]
    if not isinstance(called, Name):
        raise TypeError("something is called that has no name")
    return called


def _reduce(machine: Machine) -> None:
    arguments = machine.pop()
    called = _callee(machine)
    if not isinstance(arguments, tuple):
        raise TypeError("the arguments of a call are no tuple")
    check_call(called, machine.position)
    # A call may copy what it is given, and be repeated on the same long list or text.
    copied = max((len(given) for given in arguments if isinstance(given, list | dict | str)), default=0)
    machine.make(result_of(called, arguments), 1 + copied // 8)


def _new(machine: Machine) -> None:
    arguments = machine.pop()
    kind = _callee(machine)
    if not isinstance(arguments, tuple):
        raise TypeError("the arguments of a new object are no tuple")
    check_class(kind, machine.position)
    machine.make(Record(kind, arguments))


def _new_with_keywords(machine: Machine) -> None:
    machine.pop()
    _new(machine)


def _build(machine: Machine) -> None:
    state, target = machine.pop(), machine.top()
    if isinstance(target, Record):
        target.state = state
    elif not isinstance(target, dict | list):
        raise TypeError("a state is given to something that is no object")


def _persistent(machine: Machine, identity: Any) -> None:
    made = Persistent(identity)
    machine.persistent.append(made)
    machine.make(made)


_LITERALS = (
    "STRING BINSTRING SHORT_BINSTRING BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8 UNICODE SHORT_BINUNICODE "
    "BINUNICODE BINUNICODE8 FLOAT BINFLOAT"
)
STEPS: dict[str, Step] = {
    **dict.fromkeys(_LITERALS.split(), _literal),
    **dict.fromkeys(("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4"), _integer),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"), _put),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _get),
    **dict.fromkeys(("PROTO", "FRAME"), Machine.nothing),
    **dict.fromkeys(("EMPTY_LIST", "EMPTY_SET"), lambda machine: machine.make([])),
    **dict.fromkeys(("LIST", "FROZENSET"), lambda machine: machine.make(machine.since_mark())),
    **dict.fromkeys(("APPENDS", "ADDITEMS"), lambda machine: _extend(machine, machine.since_mark())),
    "NONE": lambda machine: machine.push(None),
    "NEWTRUE": lambda machine: machine.push(True),
    "NEWFALSE": lambda machine: machine.push(False),
    "APPEND": _append,
    "EMPTY_TUPLE": _tuple(0),
    "TUPLE": lambda machine: machine.make(tuple(machine.since_mark())),
    "TUPLE1": _tuple(1),
    "TUPLE2": _tuple(2),
    "TUPLE3": _tuple(3),
    "EMPTY_DICT": lambda machine: machine.make({}),
    "DICT": _dict,
    "SETITEM": _set_item,
    "SETITEMS": lambda machine: _update(machine, machine.since_mark()),
    "POP": lambda machine: machine.drop(),
    "POP_MARK": lambda machine: machine.since_mark().clear(),
    "DUP": lambda machine: machine.push(machine.top()),
    "MARK": lambda machine: machine.marks.append(len(machine.stack)),
    "GLOBAL": _global,
    "STACK_GLOBAL": _stack_global,
    "REDUCE": _reduce,
    "NEWOBJ": _new,
    "NEWOBJ_EX": _new_with_keywords,
    "BUILD": _build,
    "PERSID": lambda machine: _persistent(machine, machine.argument),
    "BINPERSID": lambda machine: _persistent(machine, machine.pop()),
}


def too_many(what: str, limit: int) -> FileTooLarge:
    """The error for a bound that is passed."""
    return FileTooLarge(
        f"the pickle has more than {limit:,} {what}",
        hint="Save the weights alone: torch.save(model.state_dict(), 'model.pt').",
    )
