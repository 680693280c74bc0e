"""Calls with which pickles were seen to take over programs; each would leave a file behind."""

from collections.abc import Iterator

from tests.readers.pickle_opcodes import (
    START,
    call,
    dictionary,
    in_row,
    name,
    packed,
    text,
    tuple_of,
    weights,
)

# Module, function, and how the argument is made of a path: each is harmless to name, none to call.
CALLS = """
os system touch {}
posix system touch {}
nt system touch {}
os popen touch {}
os mkdir {}
os execv {}
os spawnl {}
os putenv {}
os remove {}
os open {}
subprocess Popen touch {}
subprocess run touch {}
subprocess call touch {}
subprocess check_output touch {}
subprocess getoutput touch {}
builtins eval open('{}','w')
builtins exec open('{}','w')
builtins compile open('{}','w')
builtins __import__ os
builtins open {}
builtins input {}
builtins breakpoint {}
__builtin__ execfile {}
__builtin__ apply {}
importlib import_module {}
importlib.machinery SourceFileLoader {}
runpy run_path {}
runpy _run_code {}
code interact {}
codeop compile_command {}
pty spawn {}
shutil copy {}
shutil rmtree {}
io open {}
io FileIO {}
tempfile NamedTemporaryFile {}
socket create_connection {}
urllib.request urlopen file://{}
http.client HTTPConnection {}
ftplib FTP {}
webbrowser open file://{}
ctypes CDLL {}
ctypes.util _get_soname {}
threading Thread {}
multiprocessing Process {}
asyncio create_subprocess_shell touch {}
pickle loads {}
_pickle loads {}
marshal loads {}
shelve open {}
types FunctionType {}
types CodeType {}
operator attrgetter {}
operator methodcaller {}
functools reduce {}
timeit timeit open('{}','w')
cProfile run open('{}','w')
profile run open('{}','w')
pdb run open('{}','w')
bdb Bdb {}
doctest debug_script open('{}','w')
trace Trace {}
logging.config fileConfig {}
logging FileHandler {}
sqlite3 connect {}
zipfile ZipFile {}
atexit register {}
signal alarm {}
sys exit {}
os _exit {}
pydoc pipepager {}
venv create {}
ensurepip _run_pip {}
pip main install {}
setuptools setup {}
platform popen {}
uuid _get_command_stdout {}
idlelib.run Executive {}
lib2to3.pgen2.grammar Grammar.loadGrammar {}
torch load {}
torch.hub load {}
torch.jit load {}
torch.serialization load {}
torch.utils.collect_env run touch {}
torch.utils.cpp_extension load {}
numpy load {}
numpy save {}
numpy fromfile {}
numpy.testing._private.utils runstring open('{}','w')
numpy.f2py compile {}
joblib load {}
dill loads {}
cloudpickle loads {}
pandas eval {}
pandas read_pickle {}
keras.models load_model {}
tensorflow io.read_file {}
__main__ eval {}
"""


def gadgets(canary: str) -> Iterator[tuple[str, bytes, str]]:
    """Name, file, and the call that the refusal must name; some in a network that would open otherwise."""
    for row in CALLS.strip().splitlines():
        module, function, *words = row.split(" ", 2)
        argument = text(" ".join(words).format(canary))
        path = f"{module}.{function}"
        body = call(module, function, argument)
        yield f"{path} alone", START + body + b".", path
        yield f"{path} in a zip", packed(weights(epoch=body)), path
        yield (
            f"{path} by STACK_GLOBAL",
            packed(text(module) + text(function) + b"\x93" + tuple_of(argument) + b"R"),
            path,
        )
    argument = text(f"touch {canary}")
    yield (
        "NEWOBJ",
        packed(weights(x=name("subprocess", "Popen") + tuple_of(argument) + b"\x81")),
        "subprocess.Popen",
    )
    yield "NEWOBJ_EX", packed(name("subprocess", "Popen") + b")" + dictionary() + b"\x92"), "subprocess.Popen"
    yield "in a row", in_row(weights(x=call("os", "system", argument))), "os.system"
    yield "INST", packed(b"(" + argument + b"ios\nsystem\n"), "INST"
    yield "OBJ", packed(b"(" + name("os", "system") + argument + b"o"), "OBJ"
    yield "EXT1", packed(b"\x82\x01" + tuple_of(argument) + b"R"), "EXT1"
    yield "protocol 0", b"cos\nsystem\n(S'touch " + canary.encode() + b"'\ntR.", "os.system"
    partial = call("functools", "partial", name("os", "system"), argument)
    yield "partial", packed(partial + b")R"), "called that has no name"
    got = call("builtins", "getattr", name("os", "path"), text("os"))
    yield "getattr", packed(got + b")R"), "called that has no name"
    yield "BUILD on a name", packed(name("torch", "nn") + dictionary(x=argument) + b"b"), "no object"
