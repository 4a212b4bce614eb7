"""Which kernels of OpenBLAS a processor gets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gutfaq.cores import openblas_core

AVX512 = "avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("flags", "core"),
    [
        (f"fpu sse2 avx2 fma {AVX512} amx_int8", "SkylakeX"),
        (f"fpu sse2 fma {AVX512}", None),
        ("fpu sse2 avx2 fma avx512f", "Haswell"),
        ("fpu sse2 avx2 fma", "Haswell"),
        ("fpu sse2", None),
    ],
)
def test_by_what_the_processor_can(tmp_path, flags, core):
    """No kernels are asked for that the processor cannot run."""
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nflags\t\t: {flags}\n\nprocessor\t: 1\n")
    assert openblas_core(cpuinfo) == core


@pytest.mark.parametrize("text", [None, "Features : neon"])
def test_nothing_is_known(tmp_path, text):
    """Where the processor is unknown OpenBLAS chooses by itself."""
    cpuinfo = tmp_path / "cpuinfo"
    if text is not None:
        cpuinfo.write_text(text)
    assert openblas_core(cpuinfo) is None


SAYS = """
from gutfaq.quiet import be_quiet
be_quiet()
import numpy
from threadpoolctl import threadpool_info
print(*{info["architecture"] for info in threadpool_info() if "architecture" in info})
"""


def test_numpy_runs_on_them():
    """The kernels that numpy's OpenBLAS loads are those that fit this processor."""
    core = openblas_core()
    if core is None:  # then nothing is asked for
        return
    environment = {key: told for key, told in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    ran = [sys.executable, "-c", SAYS]
    loaded = subprocess.run(
        ran, env=environment, capture_output=True, text=True, check=True, timeout=120
    ).stdout.split()
    assert loaded == [core]
