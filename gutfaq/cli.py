"""The command line: `gutfaq <verb>`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from gutfaq.lighter import leave_out
from gutfaq.project import here
from gutfaq.quiet import be_quiet

# Each is a module of gutfaq.commands with `add(subparsers)`; its heavy imports are in `run`.
_VERBS = ("run", "ask", "talk", "train", "check", "answers", "seeds", "forget", "slack")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; refusals are one line on standard error and exit code 1."""
    be_quiet()
    leave_out(here().root)
    parser = argparse.ArgumentParser(
        prog="gutfaq", description="A health FAQ assistant that only quotes one approved text."
    )
    subparsers = parser.add_subparsers(dest="verb", metavar="verb", required=True)
    for verb in _VERBS:
        importlib.import_module(f"gutfaq.commands.{verb}").add(subparsers)
    options = parser.parse_args(arguments)

    from rasa.shared.exceptions import RasaException

    try:
        code: int = options.run(options) or 0
    except RasaException as refusal:
        print(f"gutfaq {options.verb}: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
