"""``python -m app.sandbox LIMITS``: the waiting process; the parent is on the socket at descriptor 0."""

from __future__ import annotations

import socket
import sys

from app.readers import read
from app.sandbox.limits import SandboxLimits
from app.sandbox.waiter import serve

if __name__ == "__main__":
    serve(socket.socket(fileno=0), read, SandboxLimits.parse(sys.argv[1]))
