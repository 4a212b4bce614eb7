"""Tells of a run: the coverage line, what was not reached, the transcript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gutfaq.conversations.bench import Bench
from gutfaq.conversations.grammar import read_scripts
from gutfaq.conversations.journal import Journal, entry, totals
from gutfaq.conversations.prose import where
from gutfaq.conversations.script import BadScript


class Reporter:
    """Gathers what conversations did, in this process or in xdist's workers, and tells it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.journal = Journal()
        self._unreached: list[str] = []

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Any:
        """Put what a conversation did on its report, which crosses from worker to controller."""
        outcome = yield
        report = outcome.get_result()
        playback = getattr(item, "playback", None)
        if playback is not None and report.when == "call":
            report.gutfaq = entry(playback, Bench.of(self.config))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a conversation did."""
        if hasattr(report, "gutfaq"):
            self.journal.entries.append(report.gutfaq)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Keep what an xdist worker knows of the project."""
        self.journal.totals |= getattr(node, "workeroutput", {}).get("gutfaq_totals", {})

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let go of the assistant; fail a full run that leaves an answer unreached."""
        bench = Bench.of(self.config)
        if bench.loaded:
            self.journal.totals |= totals(bench)
        bench.close()
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["gutfaq_totals"] = self.journal.totals
            return
        if self.journal.totals.get("answers") and self._is_full_run(bench):
            self._unreached = self.journal.missed("answers")
            if self._unreached and session.exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Write the coverage line and the transcript."""
        if not self.journal.entries:
            return
        terminalreporter.section("scripted conversations")
        line = terminalreporter.write_line
        line(f"{len(self.journal.entries)} conversations, {self.journal.pace()}")
        if self.journal.coverage():
            line(f"reached: {self.journal.coverage()}")
        if self.journal.unseen():
            line(f"not shown by this door: {self.journal.unseen()}")
        for name in self._unreached:
            answer = name.removeprefix("utter_")
            line(f"No script reaches the answer {answer!r}. Add a case with `answers: {answer}`.")
        file = self.config.getoption("gutfaq_html")
        if file:
            from gutfaq.conversations.transcript import write

            write(Path(file), self.journal)
            line(f"transcript: {file}")

    def _is_full_run(self, bench: Bench) -> bool:
        """Return whether every case of the project's scripts was played."""
        played = {(each["where"], each["name"]) for each in self.journal.entries}
        root = bench.settings.root
        try:
            scripts = list(read_scripts(bench.settings.scripts, root))
        except BadScript:
            return False
        return all(
            (where(script.path, case.line, root), case.name) in played
            for script in scripts
            for case in script.cases
        )
