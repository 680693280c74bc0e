"""Gatescope shows what the gates of an LSTM do."""

import os

__version__ = "0.1.0"

# Before anything imports NumPy: a second BLAS thread is slower on small matrices, and the
# number of threads changes the last bits of a result.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
