"""An assistant process with a scripted brain: `stub_assistant.py <port> <burn seconds>`."""

from __future__ import annotations

import sys

from sanic import Sanic
from scripted import ScriptedBrain

from gutfaq.channels.internal import internal_routes

if __name__ == "__main__":
    app = Sanic("stub_assistant", configure_logging=False)
    app.config.ACCESS_LOG = False
    app.blueprint(internal_routes(ScriptedBrain(burn=float(sys.argv[2])), "between us"))
    app.run(host="127.0.0.1", port=int(sys.argv[1]), access_log=False, motd=False)
