"""The store: everything that is kept, by the words of the domain.

    store = open_store()
    store.add_sample("me", "A text of mine.", register="mail")
    preferences = store.preferences("me")

Methods take a writer's name and raise :class:`~server.store.errors.UnknownWriter` for one that is
not there; :meth:`Store.writer` with ``create=True`` adds one. The default writer ``me`` always
exists. What a method that adds returns is on disk.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from server.store.access import Access
from server.store.database import open_database, scrub
from server.store.errors import (
    DecisionConflict,
    StoreError,
    TooManyCommands,
    UnknownCommand,
    UnknownRewrite,
    UnknownWriter,
)
from server.store.names import DEFAULT_WRITER, checked_name
from server.store.tables import (
    Answer,
    CommandRow,
    DecisionRow,
    RewriteRow,
    Sample,
    Setting,
    Writer,
)
from server.store.tables.base import timestamp
from style_models.paths import data_dir

if TYPE_CHECKING:
    from style_models.learning.decisions import Decision
    from style_models.learning.preferences import Preferences
    from style_models.persona.profile import Profile
    from style_models.rewriting.commands import Command

# A rewrite on which nothing was decided is of no use after this, and it holds a text.
KEEP_UNDECIDED = timedelta(days=30)
# A server that runs for months forgets them too, not only at its start.
FORGET_EVERY = timedelta(days=1)
MOST_COMMANDS = 200
# Names of what is kept per writer in the table of settings.
FIXES, SHOWN, PROFILES = "fixes", "shown", "profiles"
_FEATURE_SETTINGS = (FIXES, SHOWN)


def open_store(folder: Path | None = None) -> Store:
    """Open the store in ``folder`` (by default the data folder), creating it if need be."""
    return Store(open_database(folder or data_dir()))


@dataclass(frozen=True, slots=True)
class WriterInfo:
    """A writer as kept: the name, and since when (UTC)."""

    name: str
    created: str


@dataclass(frozen=True, slots=True)
class SampleInfo:
    """A text of the writer's own. ``register`` is empty where none was named."""

    id: int
    register: str
    text: str
    words: int
    created: str


class Store:
    """Everything that is kept. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing_engine = engine.execution_options(writing=True)
        self._forgot_undecided = -math.inf
        self.access = Access(self._reading, self._writing)
        if not self._has(DEFAULT_WRITER):
            self.writer(DEFAULT_WRITER, create=True)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # Writers -----------------------------------------------------------------------------------

    def writers(self) -> list[WriterInfo]:
        """Return all writers, in the order in which they were added."""
        with self._reading() as session:
            rows = session.scalars(select(Writer).order_by(Writer.id))
            return [WriterInfo(row.name, row.created) for row in rows]

    def writer(self, name: str, create: bool = False) -> WriterInfo:
        """Return the writer; with ``create`` a new one is added if there is none."""
        name = checked_name(name)
        with self._reading() as session:
            row = session.scalar(select(Writer).where(Writer.name == name))
            if row is not None:
                return WriterInfo(row.name, row.created)
        if not create and name != DEFAULT_WRITER:
            raise _unknown(name)
        with self._writing() as session:
            row = session.scalar(select(Writer).where(Writer.name == name))
            if row is None:
                row = Writer(name=name)
                session.add(row)
                session.flush()
            return WriterInfo(row.name, row.created)

    def export_writer(self, name: str) -> dict[str, Any]:
        """Return all that is kept of the writer, as plain JSON."""
        with self._reading() as session:
            writer = self._row(session, name)

            def rows(table: type[Any], *order: Any) -> list[dict[str, Any]]:
                found = session.scalars(
                    select(table).where(table.writer_id == writer.id).order_by(*order)
                )
                return [_columns(row) for row in found]

            return {
                "format": "ownvoice-writer",
                "format_version": 1,
                "exported": timestamp(),
                "writer": {"name": writer.name, "created": writer.created},
                "samples": rows(Sample, Sample.id),
                "answers": rows(Answer, Answer.item),
                "rewrites": rows(RewriteRow, RewriteRow.created),
                "decisions": rows(DecisionRow, DecisionRow.number),
                "features": {
                    key: _setting(session, writer.id, key, {}).get("names", [])
                    for key in _FEATURE_SETTINGS
                },
                "profiles": _setting(session, writer.id, PROFILES, {}),
            }

    def erase_writer(self, name: str) -> dict[str, int]:
        """Erase the writer and all that is kept of them, and return how many rows of each went.

        The bytes are gone from the file and from the write-ahead log when this returns; if another
        program holds the database open for long, :class:`StoreError` says so.
        """
        name = checked_name(name)
        with self._writing() as session:
            writer = self._row(session, name)
            counts = {
                key: session.scalar(
                    select(func.count()).select_from(table).where(table.writer_id == writer.id)
                )
                or 0
                for key, table in (
                    ("samples", Sample),
                    ("answers", Answer),
                    ("rewrites", RewriteRow),
                    ("decisions", DecisionRow),
                )
            }
            for key in (*_FEATURE_SETTINGS, PROFILES):
                session.execute(delete(Setting).where(Setting.name == _key(writer.id, key)))
            session.delete(writer)
            if name == DEFAULT_WRITER:
                session.flush()
                session.add(Writer(name=name))
        if not scrub(self._engine):
            raise StoreError(
                "the writer is erased, but another program keeps the database open, so traces may "
                "be left in its log: close that program and erase once more"
            )
        return counts

    # Samples -----------------------------------------------------------------------------------

    def add_sample(self, name: str, text: str, register: str | None = None) -> SampleInfo:
        """Keep a text of the writer's own. The same text again in the same register is one."""
        register = checked_name(register, "register") if register else ""
        with self._writing() as session:
            writer = self._row(session, name)
            row = session.scalar(
                select(Sample).where(
                    Sample.writer_id == writer.id, Sample.register == register, Sample.text == text
                )
            )
            if row is None:
                row = Sample(
                    writer_id=writer.id, register=register, text=text, words=len(text.split())
                )
                session.add(row)
                session.flush()
            return _sample(row)

    def samples(self, name: str, register: str | None = None) -> list[SampleInfo]:
        """Return the writer's own texts (of one register, or all), oldest first."""
        with self._reading() as session:
            wanted = select(Sample).where(Sample.writer_id == self._row(session, name).id)
            if register is not None:
                wanted = wanted.where(Sample.register == register)
            return [_sample(row) for row in session.scalars(wanted.order_by(Sample.id))]

    # Answers -----------------------------------------------------------------------------------

    def set_answer(self, name: str, item: str, value: float) -> None:
        """Keep the answer (0 to 100) to an item of the questionnaire; the last one counts."""
        if not 0 <= value <= 100:
            raise ValueError(f"an answer lies between 0 and 100, not {value}")
        with self._writing() as session:
            writer = self._row(session, name)
            session.merge(Answer(writer_id=writer.id, item=item, value=float(value)))

    def answers(self, name: str) -> dict[str, float]:
        """Return the writer's answers by item, in the order of the items' names."""
        with self._reading() as session:
            writer = self._row(session, name)
            wanted = select(Answer).where(Answer.writer_id == writer.id).order_by(Answer.item)
            return {row.item: row.value for row in session.scalars(wanted)}

    # Features of dialect and habit -------------------------------------------------------------

    def fixes(self, name: str) -> frozenset[str]:
        """Return the features that the writer asked to have mended."""
        with self._reading() as session:
            kept = _setting(session, self._row(session, name).id, FIXES, {})
            return frozenset(kept.get("names", ()))

    def set_fix(self, name: str, feature: str, wanted: bool) -> None:
        """Keep whether the writer wants a feature mended; it is kept as it is by default."""
        with self._writing() as session:
            writer = self._row(session, name)
            names = set(_setting(session, writer.id, FIXES, {}).get("names", ()))
            names = names | {feature} if wanted else names - {feature}
            session.merge(Setting(name=_key(writer.id, FIXES), value={"names": sorted(names)}))

    def shown(self, name: str) -> frozenset[str]:
        """Return the features that the writer's own texts show.

        Found anew only when texts have come since the last time; none where there is no parser yet.
        """
        writer, texts, kept = self._made_of_texts(name, SHOWN)
        if not texts[0]:
            return frozenset()
        if kept.get("texts") == texts:
            return frozenset(kept["names"])
        from style_models.errors import ModelMissing
        from style_models.judging.dialect_features import shown_in

        try:
            names = shown_in(sample.text for sample in self.samples(name))
        except ModelMissing:
            return frozenset()
        self._keep_made(writer, SHOWN, {"names": sorted(names), "texts": texts})
        return names

    # Profiles ----------------------------------------------------------------------------------

    def profiles(self, name: str) -> dict[str, Profile]:
        """Return the kept profiles by register, all texts together under ``all``.

        Empty if there are no texts, or some have come since (or another reader model), so that
        :meth:`learn_profiles` has to read them.
        """
        from style_models.persona.profile import Profile

        kept = self._up_to_date(name)
        return {key: Profile.of_json(key, value) for key, value in kept.get("profiles", {}).items()}

    def profiles_are_due(self, name: str) -> bool:
        """Tell whether there are texts that :meth:`learn_profiles` would have to read."""
        _, texts, _ = self._made_of_texts(name, PROFILES)
        return bool(texts[0]) and not self._up_to_date(name)

    def _up_to_date(self, name: str) -> dict[str, Any]:
        from style_models.persona.profile import profile_version

        _, texts, kept = self._made_of_texts(name, PROFILES)
        fresh = texts[0] and kept.get("texts") == texts and kept.get("version") == profile_version()
        return kept if fresh else {}

    def learn_profiles(self, name: str) -> dict[str, Profile]:
        """Return the profiles, made now where texts have come since the last time.

        Reads the texts with the reader model, so call it where models may be used. Raises
        :class:`style_models.errors.ModelMissing` where texts are to be read and no model is there.
        """
        known = self.profiles(name)
        if known:
            return known
        from style_models.persona.profile import LEARNED_WORDS, profile_version, profiles
        from style_models.persona.style_profile import StyleProfile

        writer, texts, _ = self._made_of_texts(name, PROFILES)
        if not texts[0]:
            return {}
        samples: list[tuple[str, str]] = []
        words = 0
        for sample in reversed(self.samples(name)):  # the newest say most of how the writer is now
            if words < LEARNED_WORDS:
                samples.append((sample.register, sample.text))
                words += sample.words
        samples.reverse()
        made = profiles(samples)
        style = StyleProfile()
        style.learn([text for _, text in samples], matching=False)
        value = {
            "profiles": {register: profile.to_json() for register, profile in made.items()},
            "style": style.to_json(),
            "texts": texts,
            "version": profile_version(),
        }
        self._keep_made(writer, PROFILES, value)
        return made

    # Commands ----------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Return all commands by name; they belong to no one writer."""
        with self._reading() as session:
            rows = session.scalars(select(CommandRow).order_by(CommandRow.name))
            return [_command(row) for row in rows]

    def command(self, name: str) -> Command:
        """Return the command; :class:`~server.store.errors.UnknownCommand` if there is none."""
        name = checked_name(name, "command")
        with self._reading() as session:
            row = session.get(CommandRow, name)
            if row is None:
                raise _unknown_command(name)
            return _command(row)

    def set_command(self, name: str, instruction: str, axes: Sequence[str] = ()) -> Command:
        """Keep a command, in place of one of that name; what is wrong with it is raised.

        See :meth:`style_models.rewriting.commands.Command.of`; the name is as a writer's may be.
        """
        from style_models.rewriting.commands import Command

        command = Command.of(checked_name(name, "command"), instruction, axes)
        with self._writing() as session:
            row = session.get(CommandRow, command.name)
            if row is None:
                count = session.scalar(select(func.count()).select_from(CommandRow)) or 0
                if count >= MOST_COMMANDS:
                    raise TooManyCommands(
                        f"there are {count} commands already: remove one with 'ownvoice command remove'"
                    )
                row = CommandRow(name=command.name)
                session.add(row)
            row.instruction, row.axes = command.instruction, list(command.axes)
        return command

    def remove_command(self, name: str) -> None:
        """Remove the command; :class:`~server.store.errors.UnknownCommand` if there is none."""
        name = checked_name(name, "command")
        with self._writing() as session:
            row = session.get(CommandRow, name)
            if row is None:
                raise _unknown_command(name)
            session.delete(row)

    # Rewrites ----------------------------------------------------------------------------------

    def add_rewrite(
        self,
        writer: WriterInfo,
        body: Mapping[str, Any],
        *,
        sentences: list[tuple[int, int]],
        register: str | None = None,
        site: str | None = None,
    ) -> bool:
        """Keep a rewrite's public JSON, so that decisions can refer to its edits.

        ``writer`` is as it was when the text came: if it was erased since then, nothing is kept and
        the answer is false. ``sentences`` are start and end (code points) of the original's
        sentences.
        """
        if time.time() - self._forgot_undecided > FORGET_EVERY.total_seconds():
            self.forget_undecided()
        with self._writing() as session:
            row = session.scalar(select(Writer).where(Writer.name == writer.name))
            if row is None or row.created != writer.created:
                return False
            session.add(
                RewriteRow(
                    id=body["id"],
                    writer_id=row.id,
                    register=register or "",
                    site=site or "",
                    body=dict(body),
                    sentences=[list(span) for span in sentences],
                )
            )
            return True

    def forget_undecided(self, older_than: timedelta = KEEP_UNDECIDED) -> int:
        """Remove rewrites of before ``older_than`` ago without a decision; return how many."""
        self._forgot_undecided = time.time()
        decided = select(DecisionRow.rewrite_id)
        with self._writing() as session:
            done = session.execute(
                delete(RewriteRow).where(
                    RewriteRow.created < timestamp(-older_than), RewriteRow.id.not_in(decided)
                )
            )
            return int(done.rowcount)  # type: ignore[attr-defined]

    # Decisions ---------------------------------------------------------------------------------

    def add_decision(
        self,
        *,
        id: str,
        rewrite_id: str,
        edit_id: str,
        action: str,
        text: str | None = None,
        shown: Mapping[str, Any] | None = None,
        writer: str | None = None,
    ) -> tuple[dict[str, Any], bool]:
        """Keep a decision on one edit of a rewrite; return it and whether it is new.

        ``id`` is made by the client: sending the same decision again changes nothing and returns
        the one that is kept. Raises :class:`UnknownRewrite` if the rewrite (of ``writer``, where
        one is named) or its edit is not there, :class:`DecisionConflict` if the id was used for
        another decision.
        """
        given = {
            "rewrite_id": rewrite_id,
            "edit_id": edit_id,
            "action": action,
            "text": text,
            "shown": dict(shown) if shown is not None else None,
        }
        with self._writing() as session:
            row = session.scalar(select(DecisionRow).where(DecisionRow.id == id))
            if row is not None:
                if any(getattr(row, key) != value for key, value in given.items()):
                    raise DecisionConflict(
                        "this decision's id was used for another decision: make a new id"
                    )
                return _decision(row, self._name(session, row.writer_id)), False
            rewrite = session.get(RewriteRow, rewrite_id)
            owner = self._name(session, rewrite.writer_id) if rewrite else None
            if rewrite is None or (writer is not None and owner != checked_name(writer)):
                raise UnknownRewrite("no rewrite of this writer has that id: rewrite the text anew")
            edit = next((e for e in rewrite.body["edits"] if e["id"] == edit_id), None)
            if edit is None:
                raise UnknownRewrite("the rewrite has no edit with that id: rewrite the text again")
            sentence, offset = _sentence_of(edit, rewrite)
            row = DecisionRow(
                id=id,
                writer_id=rewrite.writer_id,
                **given,
                sentence=sentence,
                offset=offset,
                before=edit["before"],
                after=edit["after"],
                type=edit["type"],
                verdict=edit["verdict"],
                origin=edit["origin"],
                shifts=edit["shifts"],
            )
            session.add(row)
            session.flush()
            return _decision(row, owner or ""), True

    def decision_list(self, name: str) -> list[dict[str, Any]]:
        """Return the writer's decisions as public JSON, oldest first."""
        with self._reading() as session:
            writer = self._row(session, name)
            rows = session.scalars(
                select(DecisionRow)
                .where(DecisionRow.writer_id == writer.id)
                .order_by(DecisionRow.number)
            )
            return [_decision(row, writer.name) for row in rows]

    def decisions(self, name: str) -> list[Decision]:
        """Return the writer's decisions for learning, oldest first."""
        from style_models.learning.decisions import Decision

        with self._reading() as session:
            writer = self._row(session, name)
            rows = session.scalars(
                select(DecisionRow)
                .where(DecisionRow.writer_id == writer.id)
                .order_by(DecisionRow.number)
            )
            return [
                Decision(
                    action=row.action,
                    sentence=row.sentence,
                    before=row.before,
                    after=row.after,
                    type=row.type,
                    verdict=row.verdict,
                    origin=row.origin,
                    shifts=row.shifts,
                    offset=row.offset,
                    shown=row.shown,
                )
                for row in rows
            ]

    def preferences(self, name: str, *, learn: bool = False) -> Preferences:
        """Return what the writer's answers, decisions and own texts say of their wishes.

        The profile is the kept one, if it is up to date; with ``learn`` it is made where it is not.
        """
        from style_models.errors import ModelMissing
        from style_models.learning.preferences import Preferences
        from style_models.persona.profile import POOLED, Profile
        from style_models.persona.style_profile import StyleProfile

        if learn:
            with suppress(ModelMissing):
                self.learn_profiles(name)
        kept = self._up_to_date(name)
        return Preferences.learned(
            self.answers(name),
            self.decisions(name),
            self.shown(name),
            self.fixes(name),
            Profile.of_json(POOLED, kept["profiles"][POOLED]) if kept else None,
            StyleProfile.of_json(kept["style"]) if kept else None,
        )

    def preferences_or_population(self, name: str, *, learn: bool = False) -> Preferences:
        """Return the writer's preferences; for a name that is not there, the population's."""
        from style_models.learning.preferences import Preferences

        try:
            return self.preferences(name, learn=learn)
        except UnknownWriter:
            return Preferences.population()

    # Within ------------------------------------------------------------------------------------

    def _made_of_texts(self, name: str, what: str) -> tuple[Writer, list[Any], dict[str, Any]]:
        """Return the writer, which texts there are (count and last), and what was made of them."""
        with self._reading() as session:
            writer = self._row(session, name)
            wanted = select(func.count(), func.max(Sample.id)).where(Sample.writer_id == writer.id)
            count, last = session.execute(wanted).one()
            return writer, [count, last], _setting(session, writer.id, what, {})

    def _keep_made(self, writer: Writer, what: str, value: dict[str, Any]) -> None:
        with self._writing() as session:
            # The writer may have been erased meanwhile, or erased and added again.
            row = session.scalar(select(Writer).where(Writer.id == writer.id))
            if row is not None and row.created == writer.created:
                session.merge(Setting(name=_key(row.id, what), value=value))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def _has(self, name: str) -> bool:
        with self._reading() as session:
            return session.scalar(select(Writer.id).where(Writer.name == name)) is not None

    def _row(self, session: Session, name: str) -> Writer:
        row = session.scalar(select(Writer).where(Writer.name == checked_name(name)))
        if row is None:
            raise _unknown(name)
        return row

    @staticmethod
    def _name(session: Session, writer_id: int) -> str:
        return session.scalars(select(Writer.name).where(Writer.id == writer_id)).one()


def _unknown(name: str) -> UnknownWriter:
    return UnknownWriter(
        f"no writer is called {name!r}: add one with 'ownvoice writer learn {name} FILE'"
    )


def _unknown_command(name: str) -> UnknownCommand:
    return UnknownCommand(
        f"there is no command {name!r}: 'ownvoice command list' shows all, "
        f"'ownvoice command add {name} INSTRUCTION' adds it"
    )


def _command(row: CommandRow) -> Command:
    from style_models.rewriting.commands import Command

    return Command(row.name, row.instruction, tuple(row.axes))


def _key(writer_id: int, what: str) -> str:
    return f"writer:{writer_id}:{what}"


def _setting(
    session: Session, writer_id: int, what: str, default: dict[str, Any]
) -> dict[str, Any]:
    row = session.get(Setting, _key(writer_id, what))
    return row.value if row is not None else default


def _columns(row: Any) -> dict[str, Any]:
    hidden = {"writer_id", "number"}
    return {
        column.key: getattr(row, column.key)
        for column in row.__table__.columns
        if column.key not in hidden
    }


def _sample(row: Sample) -> SampleInfo:
    return SampleInfo(row.id, row.register, row.text, row.words, row.created)


def _decision(row: DecisionRow, writer: str) -> dict[str, Any]:
    return {"writer": writer, **_columns(row)}


def _sentence_of(edit: Mapping[str, Any], rewrite: RewriteRow) -> tuple[str, int]:
    """Return the sentence that holds the edit, and the edit's start within it."""
    original: str = rewrite.body["original"]
    for start, end in rewrite.sentences:
        if start <= edit["start"] and edit["end"] <= end:
            return original[start:end], edit["start"] - start
    # An edit between sentences (a break, a missing space): its line stands in for the sentence.
    start = original.rfind("\n", 0, edit["start"]) + 1
    end = original.find("\n", edit["end"])
    return original[start : end if end >= 0 else len(original)], edit["start"] - start
