"""Settings that must stand before rasa is imported: no telemetry, no noise, light numerics."""

from __future__ import annotations

import logging
import os
import warnings

import structlog

from gutfaq.cores import openblas_core

_SETTINGS = {
    # Rasa reports errors to its makers by default; a health assistant tells nobody.
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "ERROR",  # also what silences the progress bars of training
    # One turn is one small matrix: threads only get in each other's way.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


def be_quiet(*, verbose: bool = False) -> None:
    """Set the environment for this process and those that it starts."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    if core := openblas_core():
        os.environ.setdefault("OPENBLAS_CORETYPE", core)
    if verbose:
        return
    # Not a filter: libraries that rasa imports set filters of their own.
    warnings.showwarning = _drop
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    # Rasa's own lines hold what people typed, tracebacks with them; ours name kinds and phrases.
    for name in ("rasa", "rasa_sdk", "matplotlib", "tensorflow", "absl", "numba", "sanic.root"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _drop(*_args: object, **_kwargs: object) -> None:
    """Print no warning: they are about packages that rasa pins, and nobody here can act on them."""
