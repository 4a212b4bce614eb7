"""Socket.IO on Sanic: hands events to the `WidgetServer` and checks whose page is asking."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sanic import Blueprint, Sanic
from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError

from gutfaq.channels.widget.server import WidgetServer
from gutfaq.channels.widget.sessions import Client
from gutfaq.channels.widget.settings import WidgetSettings

MAX_FRAME_BYTES = 64_000  # longer ones close the connection; longer texts than allowed get an error


class SocketBlueprint(Blueprint):
    """A blueprint that also attaches the sockets to the app it is registered with."""

    def __init__(self, sio: AsyncServer, socketio_path: str, name: str) -> None:
        super().__init__(name)
        self.ctx.sio = sio
        self.ctx.socketio_path = socketio_path

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """See parent class."""
        self.ctx.sio.attach(app, self.ctx.socketio_path)
        super().register(app, options)


def allowed(origin: str, host: str, scheme: str, origins: tuple[str, ...]) -> bool:
    """Return whether a page of the origin may talk to this server, which runs at the host.

    A page of the server's own may; behind a proxy that ends TLS, the host alone is compared.
    """
    own = {f"{scheme}://{host}", f"https://{host}"} if host else set()
    return origin.rstrip("/") in own.union(origins)


def make_sockets(server: WidgetServer, settings: WidgetSettings) -> AsyncServer:
    """Return the Socket.IO server; every event of every client goes to `WidgetServer.receive`."""

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        if origin is None:  # no browser: programs are held by tokens and rates, not by Origin
            return False
        host, scheme = environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"]
        return allowed(origin, host, scheme, settings.origins)

    sio = AsyncServer(
        async_mode="sanic",
        cors_allowed_origins=is_allowed,
        cors_credentials=False,
        max_http_buffer_size=MAX_FRAME_BYTES,
        ping_interval=20,
        ping_timeout=15,
    )
    sockets = _Sockets(sio, server, settings)
    sio.on("connect", sockets.connect, namespace=settings.namespace)
    sio.on("disconnect", sockets.disconnect, namespace=settings.namespace)
    sio.on("*", sockets.receive, namespace=settings.namespace)
    return sio


class _Sockets:
    """The open sockets and the clients behind them."""

    def __init__(self, sio: AsyncServer, server: WidgetServer, settings: WidgetSettings) -> None:
        self._sio = sio
        self._server = server
        self._settings = settings
        self._clients: dict[str, Client] = {}
        self._open: Counter[str] = Counter()

    async def connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let a socket in unless its address holds too many."""
        address = _address(environ)
        if self._open[address] >= self._settings.connections_per_address:
            raise ConnectionRefusedError("Too many connections from this address.")
        self._open[address] += 1
        namespace = self._settings.namespace

        async def emit(event: str, body: Any) -> None:
            await self._sio.emit(event, body, to=sid, namespace=namespace)

        self._clients[sid] = Client(address, emit)

    async def disconnect(self, sid: str, _reason: Any = None) -> None:
        """Note that a socket is gone."""
        client = self._clients.pop(sid, None)
        if client is None:
            return
        self._open[client.address] -= 1
        if not self._open[client.address]:
            del self._open[client.address]
        await self._server.leave(client)

    async def receive(self, event: str, sid: str, *args: Any) -> None:
        """Hand an event on."""
        client = self._clients.get(sid)
        if client is not None:
            await self._server.receive(client, event, args[0] if args else None)


def _address(environ: dict[str, Any]) -> str:
    """Return the client's address; a proxy's word counts only if Sanic was told to trust it."""
    request = environ["sanic.request"]
    return str(request.remote_addr or request.ip)
