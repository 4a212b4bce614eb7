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
    clients: dict[str, Client] = {}
    open_sockets: Counter[str] = Counter()
    namespace = settings.namespace

    @sio.on("connect", namespace=namespace)
    async def connect(sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        address = _address(environ)
        if open_sockets[address] >= settings.connections_per_address:
            raise ConnectionRefusedError("Too many connections from this address.")
        open_sockets[address] += 1

        async def emit(event: str, body: Any) -> None:
            await sio.emit(event, body, to=sid, namespace=namespace)

        clients[sid] = Client(address, emit)

    @sio.on("disconnect", namespace=namespace)
    async def disconnect(sid: str, _reason: Any = None) -> None:
        client = clients.pop(sid, None)
        if client is not None:
            open_sockets[client.address] -= 1
            if not open_sockets[client.address]:
                del open_sockets[client.address]
            server.leave(client)

    @sio.on("*", namespace=namespace)
    async def receive(event: str, sid: str, *args: Any) -> None:
        client = clients.get(sid)
        if client is not None:
            await server.receive(client, event, args[0] if args else None)

    return sio


def _address(environ: dict[str, Any]) -> str:
    """Return the client's address; a proxy's word counts only if Sanic was told to trust it."""
    request = environ["sanic.request"]
    return str(request.remote_addr or request.ip)
