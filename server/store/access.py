"""Who may talk to the server: pairing by a short code, tokens, one-time links of the pages.

A pairing is started by a client, its code is shown by the server alone, and the writer types it
into the client. A code is one of a million; five wrong tries end a pairing and twenty in an hour
close pairing for a while, so that a program on this machine that guesses day and night has about
one chance in two thousand a day.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server.store.errors import TooManyPairings, UnknownPairing, WrongCode
from server.store.tables import Client, Pairing
from server.store.tables.base import timestamp

CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=5)
TRIES = 5
OPEN_AT_ONCE = 10
WRONG_AN_HOUR = 20
SESSION_LIFETIME = timedelta(days=90)

Opener = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class OpenPairing:
    """A pairing that waits for its code."""

    id: str
    client: str
    code: str
    expires: str


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """A paired program or a browser with a session."""

    id: str
    kind: str
    name: str
    created: str
    last_used: str | None


class Access:
    """Pairings and tokens. Part of :class:`~server.store.repository.Store`."""

    def __init__(self, reading: Opener, writing: Opener) -> None:
        self._reading = reading
        self._writing = writing

    def start_pairing(self, client: str) -> OpenPairing:
        """Begin a pairing for a client that calls itself ``client``.

        Raises :class:`TooManyPairings` while ten wait or twenty codes were wrong within an hour.
        """
        with self._writing() as session:
            self._tidy(session)
            wrong = session.scalar(select(func.sum(Pairing.wrong_tries))) or 0
            waiting = select(Pairing).where(Pairing.code != "")
            unfinished = session.scalars(waiting.order_by(Pairing.expires)).all()
            if wrong >= WRONG_AN_HOUR:
                oldest = session.scalar(
                    select(func.min(Pairing.created)).where(Pairing.wrong_tries > 0)
                )
                raise TooManyPairings(_seconds_until(oldest or timestamp(), timedelta(hours=1)))
            if len(unfinished) >= OPEN_AT_ONCE:
                raise TooManyPairings(_seconds_until(unfinished[0].expires))
            row = Pairing(
                id=secrets.token_hex(16),
                client=client,
                code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
                expires=timestamp(CODE_LIFETIME),
            )
            session.add(row)
            return OpenPairing(row.id, row.client, row.code, row.expires)

    def open_pairings(self) -> list[OpenPairing]:
        """Return the pairings that wait for their code, oldest first."""
        with self._reading() as session:
            rows = session.scalars(
                select(Pairing)
                .where(Pairing.code != "", Pairing.expires > timestamp())
                .order_by(Pairing.created)
            )
            return [OpenPairing(row.id, row.client, row.code, row.expires) for row in rows]

    def finish_pairing(self, id: str, code: str) -> str:
        """Return a new client's token if ``code`` is the pairing's.

        Raises :class:`UnknownPairing` for one that is used, spent or expired, :class:`WrongCode`
        otherwise.
        """
        wrong: WrongCode | None = None
        token = secrets.token_urlsafe(32)
        with self._writing() as session:
            self._tidy(session)
            row = session.get(Pairing, id)
            if row is None or not row.code:
                raise UnknownPairing(
                    "this pairing does not exist any more: start a new one and type its code "
                    "within five minutes"
                )
            if hmac.compare_digest(row.code.encode(), code.encode("utf-8", "replace")):
                session.delete(row)
                session.add(_client("client", row.client, token))
            else:
                # The count has to be kept, so the error leaves after the commit.
                row.wrong_tries += 1
                wrong = WrongCode(TRIES - row.wrong_tries)
                if not wrong.tries_left:
                    row.code = ""
        if wrong:
            raise wrong
        return token

    def start_session(self, name: str) -> str:
        """Return the token of a new session of the pages."""
        token = secrets.token_urlsafe(32)
        with self._writing() as session:
            self._tidy(session)
            row = _client("page", name, token)
            row.expires = timestamp(SESSION_LIFETIME)
            session.add(row)
        return token

    def client(self, token: str, kind: str) -> ClientInfo | None:
        """Return who holds ``token``, or ``None`` for an unknown, revoked or expired one."""
        now = timestamp()
        with self._reading() as session:
            row = session.scalar(select(Client).where(Client.token_hash == _hash(token)))
            if row is None or row.kind != kind or (row.expires and row.expires < now):
                return None
            info = ClientInfo(row.id, row.kind, row.name, row.created, row.last_used)
        if info.last_used is None or info.last_used < timestamp(-timedelta(minutes=1)):
            with self._writing() as session:
                session.execute(update(Client).where(Client.id == info.id).values(last_used=now))
        return info

    def clients(self) -> list[ClientInfo]:
        """Return all paired programs and sessions, oldest first."""
        with self._reading() as session:
            rows = session.scalars(
                select(Client)
                .where(Client.expires.is_(None) | (Client.expires > timestamp()))
                .order_by(Client.created)
            )
            return [
                ClientInfo(row.id, row.kind, row.name, row.created, row.last_used) for row in rows
            ]

    def revoke(self, id: str) -> bool:
        """Make a client's token worthless; tells whether there was one."""
        with self._writing() as session:
            done = session.execute(delete(Client).where(Client.id == id))
            return bool(done.rowcount)  # type: ignore[attr-defined]

    def _tidy(self, session: Session) -> None:
        now = timestamp()
        session.execute(update(Pairing).where(Pairing.expires < now).values(code=""))
        session.execute(delete(Pairing).where(Pairing.created < timestamp(-timedelta(hours=1))))
        session.execute(delete(Client).where(Client.expires < now))


def _client(kind: str, name: str, token: str) -> Client:
    return Client(id=secrets.token_hex(8), kind=kind, name=name, token_hash=_hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _seconds_until(moment: str, after: timedelta = timedelta(0)) -> int:
    left = datetime.fromisoformat(moment) + after - datetime.now(UTC)
    return max(1, math.ceil(left.total_seconds()))
