"""`gutfaq slack ...`: serve a gateway, print the manifest, check the set-up, make a key."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from typing import Any


def add_commands(subparsers: Any) -> argparse.ArgumentParser:
    """Add `slack` and its own commands; each parsed command has `run`, which returns a status.

    Args:
        subparsers: What `ArgumentParser.add_subparsers` returned.
    """
    slack: argparse.ArgumentParser = subparsers.add_parser(
        "slack", help="serve Slack from a process of its own; set Slack up"
    )
    slack.set_defaults(run=_serve)
    inner = slack.add_subparsers(dest="slack_command", metavar="")
    manifest = inner.add_parser("manifest", help="print the app manifest to paste into Slack")
    manifest.add_argument("--url", default="", help="public address; without it: Socket Mode")
    manifest.add_argument("--history", action="store_true", help="follow-ups without a mention")
    manifest.add_argument("--workspaces", action="store_true", help="install in several, by OAuth")
    manifest.set_defaults(run=_manifest)
    check = inner.add_parser("check", help="try tokens, scopes, secret, clock and reachability")
    check.set_defaults(run=_check)
    key = inner.add_parser("key", help="make a key for GUTFAQ_SLACK_TOKEN_KEY")
    key.set_defaults(run=_key)
    return slack


def _serve(_: argparse.Namespace) -> int:
    from gutfaq.channels.slack.gateway import run_gateway
    from gutfaq.channels.slack.settings import from_environment

    run_gateway(from_environment(os.environ))
    return 0


def _manifest(args: argparse.Namespace) -> int:
    from gutfaq.channels.slack.manifest import manifest

    made = manifest(public_url=args.url, history=args.history, several_workspaces=args.workspaces)
    _say(json.dumps(made, indent=2, ensure_ascii=False))
    return 0


def _check(_: argparse.Namespace) -> int:
    from gutfaq.channels.slack.check import check

    findings = asyncio.run(check(os.environ))
    for finding in findings:
        _say(f"{'ok  ' if finding.ok else 'MEND'}  {finding.what}: {finding.line}")
    return 0 if all(finding.ok for finding in findings) else 1


def _key(_: argparse.Namespace) -> int:
    from cryptography.fernet import Fernet

    _say(Fernet.generate_key().decode())
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
