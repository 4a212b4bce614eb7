"""The types in the widget's comments."""

import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_types(node):
    """TypeScript finds nothing wrong with the types in the widget's comments."""
    compiler = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [node, str(compiler), "-p", str(HERE / "tsconfig.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0
