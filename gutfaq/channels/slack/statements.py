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
        lane, key, now = sql.bindparam("of_lane"), sql.bindparam("of_key"), sql.bindparam("now")
        free = (lanes.c.until <= now) & (lanes.c.after <= now)
        ours = (lanes.c.lane == lane) & (lanes.c.owner == sql.bindparam("me"))
        first = sql.func.min(jobs.c.seq)
        told = {name: sql.bindparam(f"new_{name}") for name in ("owner", "until", "after")}
        of_job = jobs.c.key == key
        waiting = sql.select(jobs.c.lane, first).join(lanes, lanes.c.lane == jobs.c.lane)
        made = {
            "see": insert(seen).on_conflict_do_nothing(),
            "engage": insert(threads).on_conflict_do_nothing(),
            "add_lane": insert(lanes).on_conflict_do_nothing(),
            "add_job": jobs.insert().inline(),
            "cancel": jobs.delete().where(of_job, jobs.c.state == "new"),
            "engaged": sql.select(threads.c.at).where(
                threads.c.thread == sql.bindparam("of_thread")
            ),
            "free": waiting.where(free)
            .group_by(jobs.c.lane)
            .order_by(first)
            .limit(sql.bindparam("most", type_=sql.Integer)),
            "lease": lanes.update()
            .where(lanes.c.lane == lane, free)
            .values(owner=told["owner"], until=told["until"]),
            "first": jobs.select().where(jobs.c.lane == lane).order_by(jobs.c.seq).limit(1),
            "extend": lanes.update().where(ours, lanes.c.until > now).values(until=told["until"]),
            "release": lanes.update().where(ours).values(owner="", until=0.0, after=told["after"]),
            "set_state": jobs.update().where(of_job).values(state=sql.bindparam("new_state")),
            "set_tries": jobs.update()
            .where(of_job)
            .values(state=sql.bindparam("new_state"), tries=sql.bindparam("new_tries")),
            "drop": jobs.delete().where(of_job),
            "count": sql.select(sql.func.count()).select_from(jobs),
            "forget_keys": seen.delete().where(seen.c.at < sql.bindparam("before")),
            "forget_threads": threads.delete().where(threads.c.at < sql.bindparam("before")),
        }
        self._compiled = {name: _compile(one, engine) for name, one in made.items()}

    def run(self, connection: Connection, name: str, **values: Any) -> Any:
        """Return the result of the statement of that name."""
        text, fixed, order = self._compiled[name]
        known = {**fixed, **values}
        given: Any = known if order is None else tuple(known[one] for one in order)
        return connection.exec_driver_sql(text, given)


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
