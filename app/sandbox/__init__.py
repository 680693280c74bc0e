"""Files of strangers are read in a process of their own, under limits of time, memory and files.

::

    parent (parent.py)                      waiter (waiter.py)            job (job.py)
    the server's threads        sockets     warm: every reader is         one fork a file: limits,
    Sandbox.read(...)          ---------->  imported; forks, reaps,  -->  read, write arrays, say
    waits, checks, cleans up   <----------  ends what takes too long      what was found, exit

A job gets the file as an open descriptor and another to write arrays to; it can open nothing else. What it
says comes back as JSON over a socket and is trusted no more than the file was.
"""

from __future__ import annotations

from app.sandbox.limits import SandboxLimits
from app.sandbox.parent import Sandbox

__all__ = ["Sandbox", "SandboxLimits"]
