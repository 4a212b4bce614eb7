"""The command line: `gutfaq <verb>`."""


def main() -> None:
    """Run one verb."""
