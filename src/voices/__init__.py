"""Pseudonymise, code and quote what people said about children's social work, on one machine."""

import os

__version__ = "0.1.0"

# The matrices here are small. On two busy cores the threads of a linear algebra library wait for each
# other by spinning, which makes it slower by an order of magnitude; it reads this when it is first loaded.
for _library in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_library, "1")
