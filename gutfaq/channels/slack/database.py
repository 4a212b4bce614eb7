"""Opening a SQL database: SQLite on one machine, PostgreSQL for more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from gutfaq.channels.slack.pen import Pen
from gutfaq.channels.slack.settings import SlackSettingsRefused


async def open_pen(url: str, tables: sql.MetaData, *, setting: str) -> Pen:
    """Return a pen on the database behind the URL, its tables created when they are missing.

    Args:
        url: `sqlite:` or `postgresql:`.
        tables: What has to be there.
        setting: The variable to blame in the error.

    Raises:
        SlackSettingsRefused: The database cannot be opened.
    """
    try:
        pen = Pen(_engine(url))
    except (SQLAlchemyError, OSError) as error:
        raise _refusal(setting, error) from error
    try:
        await pen.run(tables.create_all)
    except SQLAlchemyError as error:
        await pen.close()
        raise _refusal(setting, error) from error
    return pen


def _refusal(setting: str, error: Exception) -> SlackSettingsRefused:
    return SlackSettingsRefused(
        f"{setting} cannot be opened ({type(error).__name__}). "
        "Check that its server runs, or that its directory can be written."
    )


def _engine(url: str) -> Engine:
    """Return an engine that never shows parameters, which are people's words, in its errors."""
    address = sql.engine.make_url(url)
    if address.get_backend_name() != "sqlite":
        return sql.create_engine(address, hide_parameters=True, pool_pre_ping=True, future=True)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sql.create_engine(
        address,
        hide_parameters=True,
        future=True,
        poolclass=sql.pool.QueuePool,  # the pen keeps its one connection
        connect_args={"timeout": 15, "check_same_thread": False},
    )
    sql.event.listen(engine, "connect", _set_up_sqlite)
    sql.event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # the acknowledgement promises durability
    connection.execute("PRAGMA secure_delete=ON")  # an answered question leaves no bytes behind
