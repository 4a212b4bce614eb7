"""The widget as a Rasa channel."""

from rasa.core.channels.channel import InputChannel
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic


def test_rasa_finds_it_by_name(tmp_path):
    """Rasa makes the channel from credentials.yml, with its sockets."""
    channel = class_from_module_path("gutfaq.channels.widget.WidgetChannel").from_credentials(
        {"max_chars": 300}
    )
    channel.state = tmp_path
    Sanic.test_mode = True
    app = Sanic("widget_as_rasa_channel", configure_logging=False)
    app.blueprint(channel.blueprint(lambda _: None), url_prefix=channel.url_prefix())
    assert isinstance(channel, InputChannel)
    assert channel.settings.max_chars == 300
    assert "socket.io" in {route.path for route in app.router.routes_all.values()}
