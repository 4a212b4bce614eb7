"""The tables of the SQL inbox, and what is done with them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Engine

metadata = sql.MetaData()
seen = sql.Table(
    "slack_seen",
    metadata,
    sql.Column("key", sql.String(200), primary_key=True),
    sql.Column("at", sql.Float, nullable=False, index=True),
)
jobs = sql.Table(
    "slack_jobs",
    metadata,
    sql.Column("seq", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("key", sql.String(200), nullable=False, unique=True),
    sql.Column("lane", sql.String(200), nullable=False, index=True),
    sql.Column("state", sql.String(8), nullable=False),
    sql.Column("tries", sql.Integer, nullable=False),
    sql.Column("body", sql.Text, nullable=False),
)
lanes = sql.Table(
    "slack_lanes",
    metadata,
    sql.Column("lane", sql.String(200), primary_key=True),
    sql.Column("owner", sql.String(64), nullable=False),
    sql.Column("until", sql.Float, nullable=False),
    sql.Column("after", sql.Float, nullable=False),
)
threads = sql.Table(
    "slack_threads",
    metadata,
    sql.Column("thread", sql.String(200), primary_key=True),
    sql.Column("at", sql.Float, nullable=False, index=True),
)


class Statements:
    """The statements of the inbox, each compiled once: under load compiling costs most."""

    def __init__(self, engine: Engine) -> None:
        insert: Any = sqlite_insert if engine.name == "sqlite" else postgresql_insert
        made = {
            "see": insert(seen).on_conflict_do_nothing(),
            "engage": insert(threads).on_conflict_do_nothing(),
            "add_lane": insert(lanes).on_conflict_do_nothing(),
            **_of_jobs(),
            **_of_lanes(),
            **_of_what_is_remembered(),
        }
        self._compiled = {name: _compile(one, engine) for name, one in made.items()}

    def run(self, connection: Connection, name: str, **values: Any) -> Any:
        """Return the result of the statement of that name."""
        text, fixed, order = self._compiled[name]
        known = {**fixed, **values}
        given: Any = known if order is None else tuple(known[one] for one in order)
        return connection.exec_driver_sql(text, given)


def _of_jobs() -> dict[str, Any]:
    job = jobs.c.key == sql.bindparam("of_key")
    state, tries = sql.bindparam("new_state"), sql.bindparam("new_tries")
    in_lane = jobs.c.lane == sql.bindparam("of_lane")
    return {
        "add_job": jobs.insert().inline(),
        "first": jobs.select().where(in_lane).order_by(jobs.c.seq).limit(1),
        "set_state": jobs.update().where(job).values(state=state),
        "set_tries": jobs.update().where(job).values(state=state, tries=tries),
        "cancel": jobs.delete().where(job, jobs.c.state == "new"),
        "drop": jobs.delete().where(job),
        "count": sql.select(sql.func.count()).select_from(jobs),
    }


def _of_lanes() -> dict[str, Any]:
    lane, now = sql.bindparam("of_lane"), sql.bindparam("now")
    owner, until, after = (sql.bindparam(f"new_{name}") for name in ("owner", "until", "after"))
    free = (lanes.c.until <= now) & (lanes.c.after <= now)
    ours = (lanes.c.lane == lane) & (lanes.c.owner == sql.bindparam("me"))
    oldest, most = sql.func.min(jobs.c.seq), sql.bindparam("most", type_=sql.Integer)
    waiting = sql.select(jobs.c.lane, oldest).join(lanes, lanes.c.lane == jobs.c.lane).where(free)
    this = lanes.update().where(lanes.c.lane == lane, free)
    return {
        "free": waiting.group_by(jobs.c.lane).order_by(oldest).limit(most),
        "lease": this.values(owner=owner, until=until),
        "extend": lanes.update().where(ours, lanes.c.until > now).values(until=until),
        "release": lanes.update().where(ours).values(owner="", until=0.0, after=after),
    }


def _of_what_is_remembered() -> dict[str, Any]:
    thread, before = sql.bindparam("of_thread"), sql.bindparam("before")
    return {
        "engaged": sql.select(threads.c.at).where(threads.c.thread == thread),
        "forget_keys": seen.delete().where(seen.c.at < before),
        "forget_threads": threads.delete().where(threads.c.at < before),
    }


def _compile(statement: Any, engine: Engine) -> tuple[str, dict[str, Any], list[str] | None]:
    columns = None
    if getattr(statement, "is_insert", False):
        columns = [c.name for c in statement.table.columns if c.name != "seq"]
    compiled = statement.compile(
        dialect=engine.dialect,
        column_keys=columns,
        compile_kwargs={"render_postcompile": True} if columns is None else {},
    )
    return str(compiled), dict(compiled.params), compiled.positiontup
