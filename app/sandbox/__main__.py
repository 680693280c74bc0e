"""``python -m app.sandbox LIMITS``: the waiting process; the parent is on the socket at descriptor 0."""

from __future__ import annotations

import socket
import sys

import onnx  # noqa: F401  # a job can open no file, so what readers import later is here before it

from app.readers import read
from app.sandbox.limits import SandboxLimits
from app.sandbox.waiter import serve

if __name__ == "__main__":
    serve(socket.socket(fileno=0), read, SandboxLimits.parse(sys.argv[1]))
