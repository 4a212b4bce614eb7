"""The Slack door in a process of its own, in front of one or more assistants."""

from __future__ import annotations

from sanic import Sanic

from gutfaq.channels.heads import refuse_bad_heads
from gutfaq.channels.internal import RemoteBrain
from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.settings import PREFIX, SlackSettings, SlackSettingsRefused
from gutfaq.channels.slack.web import routes
from gutfaq.reply import Brain


def make_gateway(settings: SlackSettings, brain: Brain | None = None) -> Sanic:
    """Return the gateway's server application.

    Raises:
        SlackSettingsRefused: Secrets or the assistants' addresses are missing.
    """
    missing = settings.missing()
    if brain is None:
        if not settings.assistants:
            missing.append(PREFIX + "ASSISTANTS")
        if not settings.internal_secret:
            missing.append("GUTFAQ_INTERNAL_SECRET")
    if missing:
        raise SlackSettingsRefused(
            f"The Slack gateway needs {', '.join(missing)} in the environment. "
            "docs/slack.md says where to find each; `gutfaq slack check` tries them."
        )
    app = Sanic("gutfaq_slack", configure_logging=False)
    app.config.ACCESS_LOG = False
    refuse_bad_heads(app)
    brain = brain or RemoteBrain(settings.assistants, settings.internal_secret)
    app.blueprint(routes(SlackDoor(settings, brain)), url_prefix="/webhooks/slack")
    return app


def run_gateway(settings: SlackSettings) -> None:
    """Serve until the process is told to stop."""
    make_gateway(settings).run(host=settings.host, port=settings.port, access_log=False, motd=False)
