"""Which of OpenBLAS's kernels fit this processor, by what it says that it can do."""

from __future__ import annotations

from pathlib import Path

_CPU = Path("/proc/cpuinfo")
_AVX512 = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
_AVX2 = {"avx2", "fma"}


def openblas_core(cpuinfo: Path = _CPU) -> str | None:
    """Return a value for `OPENBLAS_CORETYPE`; None where nothing is known of the processor.

    The OpenBLAS that rasa's numpy brings goes by names, and takes a processor made after it for one
    of 2004 ("Prescott", without AVX): a third of the speed.
    """
    try:
        lines = cpuinfo.read_text().splitlines()
    except OSError:
        return None
    flags = next((set(line.split()) for line in lines if line.startswith("flags")), set())
    if flags >= _AVX512 | _AVX2:
        return "SkylakeX"
    return "Haswell" if flags >= _AVX2 else None
