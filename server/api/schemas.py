"""Every body that goes in or out, as models. OpenAPI is derived from them; nothing else describes it.

What comes in is checked strictly: an unknown field, a number for a text, is refused by name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal["check", "polish", "clarify", "concise", "own-voice"]
DoneMode = Literal["check", "polish", "clarify", "concise", "own-voice", "command"]
Verdict = Literal["polish", "distortion", "meaning", "unsure"]
Action = Literal["accept", "reject", "revise", "undo", "ignore", "dismiss"]
Share = Annotated[float, Field(ge=0, le=1)]
Interval = Annotated[list[float], Field(min_length=2, max_length=2)]
Label = Annotated[str, Field(max_length=64)]
Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]


class Body(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


# Problems ----------------------------------------------------------------------------------------


class ProblemDetails(Body):
    """What went wrong (RFC 9457), its cause for programs and the next step for people."""

    type: str
    title: str
    status: int
    detail: str
    cause: str
    next_step: str
    limit: int | None = Field(default=None, description="The longest text, in characters.")
    limit_bytes: int | None = Field(default=None, description="The largest body, in bytes.")
    length: int | None = None
    fields: dict[str, str] | None = None
    unknown_fields: list[str] | None = None
    retry_after: int | None = None
    tries_left: int | None = None
    supported: list[int] | None = None


# Health and pairing ------------------------------------------------------------------------------


class Health(Body):
    """Whether the server runs and with what. No secrets, nothing of any writer."""

    status: Literal["ok", "model_missing", "failed"]
    version: str
    api: int
    model: str | None
    device: str | None
    ready: bool = Field(description="Whether the models are loaded already.")
    resting: bool = Field(
        description="Whether they have left memory after an idle time; the next text loads them."
    )
    working: int = Field(description="Texts in work.")
    waiting: int = Field(description="Texts in line.")


class PairingRequest(Body):
    """Start a pairing. ``client`` is how the program calls itself; the writer sees it."""

    client: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class Pairing(Body):
    """A pairing that waits for the code, which the server alone shows."""

    id: str
    client: str
    expires_in: int = Field(description="Seconds until the code is worthless.")
    next_step: str


class PairingCode(Body):
    """The code that the writer read in the terminal or on the page; spaces do not matter."""

    code: Annotated[str, Field(max_length=32)]


class Token(Body):
    """The client's token, told once."""

    token: str
    api: int


class OpenPairing(Body):
    """A pairing as the server's own page shows it."""

    id: str
    client: str
    code: str
    expires: str


class OpenPairings(Body):
    """The pairings that wait for their code."""

    pairings: list[OpenPairing]


class Client(Body):
    """A paired program (``client``) or a browser with a session (``page``)."""

    id: str
    kind: Literal["client", "page"]
    name: str
    created: str
    last_used: str | None
    current: bool


class Clients(Body):
    """All that may talk to the server."""

    clients: list[Client]


class Storage(Body):
    """What is kept, and where."""

    folder: str
    bytes: int
    writers: int


# Drift -------------------------------------------------------------------------------------------


class AxisDrift(Body):
    """One axis before and after, in its own unit; ``shift`` is after minus before.

    Where the text is too short for the axis, the values are null and ``why`` says so.
    """

    before: float | None
    after: float | None
    shift: float | None
    interval: Interval | None
    shift_sd: float | None = Field(
        default=None, description="In standard deviations of writers' own texts (reader axes)."
    )
    why: str | None = None


class Drift(Body):
    """How far the person heard moved, overall and by axis."""

    score: Share
    interval: Interval
    unwelcome: Share
    axes: dict[str, AxisDrift]


class DriftRequest(Body):
    """Two texts to compare, and whose they are."""

    original: str
    revised: str
    writer: str | None = None


# Rewrites ----------------------------------------------------------------------------------------


class Probabilities(Body):
    """What the edit is, by the judge's estimate; the three sum to 1."""

    polish: Share
    distortion: Share
    meaning: Share


class JudgedEdit(Body):
    """One aligned change with its verdict. ``start`` and ``end`` are code points of the original."""

    id: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    before: str
    after: str
    type: str
    origin: str
    verdict: Verdict
    p: Probabilities
    welcome: Share
    shifts: dict[str, float] = Field(description="In standard deviations; only axes that moved.")
    reason: str


class Show(Body):
    """How a panel presents the edit: its place in the order, and whether it is on at first."""

    order: int
    default: Literal["on", "off"]


class Edit(JudgedEdit):
    """An edit of a rewrite: whether it is applied in the result, and what holds it back if not."""

    applied: bool
    held_by: Annotated[str, Field(pattern=r"^(judge|preference|guard:.+|charter:.+)$")] | None
    show: Show


class RewriteDrift(Body):
    """The drift of the full proposal and of the result that is handed back."""

    proposal: Drift
    result: Drift


class Model(Body):
    """What proposed the rewrite."""

    name: str
    adapters: list[str]
    device: str


class RewriteRequest(Body):
    """A text to rewrite. ``charter`` and ``site`` may be left out; so may everything but ``text``.

    ``command`` names a command of the writer's own, which takes the place of ``mode``.
    """

    text: str
    mode: Mode = "polish"
    command: Label | None = None
    writer: str | None = None
    kind_of_writing: Label | None = Field(default=None, alias="register")
    charter: Label | None = None
    site: Annotated[str, Field(max_length=255)] | None = None


class ProfileDistance(Body):
    """How far each text lies from the writer's own: 0 is their mean, about 1 their own spread."""

    original: float
    proposal: float
    result: float


class Rewrite(Body):
    """The whole rewrite: the original, a full proposal, and the original with the applied edits."""

    id: str
    original: str
    proposal: str
    result: str
    edits: list[Edit]
    drift: RewriteDrift
    model: Model
    mode: DoneMode
    language: str
    timing_ms: dict[str, float]
    notes: list[str] = Field(default_factory=list)
    command: str | None = Field(default=None, description="The command that made it, if one did.")
    profile_distance: ProfileDistance | None = Field(
        default=None, description="In own-voice, where the writer's own texts are known."
    )


class SentenceEvent(Body):
    """Data of an event ``sentence``: one sentence is done, with its edits."""

    index: int
    total: int
    start: int
    end: int
    edits: list[Edit]


class DriftReport(Body):
    """The edits between two texts, and how far the person heard moved."""

    edits: list[JudgedEdit]
    drift: Drift
    notes: list[str] = Field(default_factory=list)


# Decisions ---------------------------------------------------------------------------------------


class Shown(Body):
    """The condition under which the edit was shown."""

    order: int | None = None
    default: Annotated[str, Field(max_length=16)] | None = None
    framing: Annotated[str, Field(max_length=64)] | None = None


class DecisionRequest(Body):
    """The writer's answer on one edit. ``id`` is made by the client and may be sent again."""

    id: Identifier
    rewrite_id: Identifier
    edit_id: Identifier
    action: Action
    text: str | None = Field(default=None, description="What the writer wrote instead (revise).")
    shown: Shown | None = None
    writer: str | None = None


class Decision(Body):
    """A decision as kept, with the edit it is about."""

    id: str
    writer: str
    rewrite_id: str
    edit_id: str
    action: Action
    text: str | None
    shown: dict[str, Any] | None
    sentence: str
    offset: int
    before: str
    after: str
    type: str
    verdict: Verdict
    origin: str
    shifts: dict[str, float]
    created: str


class Decisions(Body):
    """A writer's decisions, oldest first."""

    decisions: list[Decision]


# Writers -----------------------------------------------------------------------------------------


class WriterName(Body):
    """A writer and since when they are known."""

    name: str
    created: str


class Writers(Body):
    """All writers."""

    writers: list[WriterName]


class RegisterProfile(Body):
    """How much of one kind of the writer's writing is known."""

    samples: int
    words: int
    reliable: bool = Field(description="Whether there is enough text to go by.")
    note: str = Field(description="What this much text is worth, in one line.")


class Profile(Body):
    """What is known of the writer's own style. The empty register holds texts without one."""

    samples: int
    words: int
    reliable: bool = Field(description="Whether there is enough text to go by.")
    note: str = Field(description="What this much text is worth, in one line.")
    registers: dict[str, RegisterProfile]


class Evidence(Body):
    """What the tolerances were learned from: answers by item, decisions by action."""

    answers: dict[str, float]
    decisions: dict[str, int]


class ToleranceEvidence(Body):
    """Where a tolerance comes from: shares that sum to 1."""

    population: Share
    answers: Share
    decisions: Share


class Tolerance(Body):
    """How acceptable a shift is to the writer, with a 90% interval."""

    value: Share
    interval: Interval
    evidence: ToleranceEvidence


class Tolerances(Body):
    """Of one axis: for more of it and for less."""

    more: Tolerance
    less: Tolerance


class Writer(Body):
    """All that Ownvoice knows of a writer, short of the texts themselves."""

    name: str
    created: str
    profile: Profile
    tolerances: dict[str, Tolerances]
    evidence: Evidence


class Erased(Body):
    """The writer is gone; so many rows of each kind went."""

    erased: dict[str, int]


class WriterExport(Body):
    """Everything that is kept of a writer."""

    format: Literal["ownvoice-writer"]
    format_version: int
    exported: str
    writer: WriterName
    samples: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    rewrites: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    features: dict[str, list[str]]
    profiles: dict[str, Any]


class SampleRequest(Body):
    """A text of the writer's own."""

    text: str
    kind_of_writing: Label | None = Field(default=None, alias="register")


class Sample(Body):
    """A sample as kept (the text is in the export)."""

    id: int
    kind_of_writing: str = Field(alias="register")
    words: int
    created: str


class Samples(Body):
    """A writer's samples, oldest first."""

    samples: list[Sample]


# Questionnaire -----------------------------------------------------------------------------------


class Question(Body):
    """One question on tolerances, to be answered with 0 (not acceptable) to 100 (entirely)."""

    item: str
    question: str
    axis: str | None
    direction: Literal[-1, 0, 1]


class Questions(Body):
    """The question that tells most, given the answers so far; null when enough was asked."""

    question: Question | None
    answers: dict[str, float]
    asked: int
    length: int


class AnswerRequest(Body):
    """An answer to one question; ``skipped`` are items that the writer does not want to answer."""

    item: Label
    value: Annotated[float, Field(ge=0, le=100)]
    skipped: list[Label] = Field(default_factory=list, max_length=64)


# Charters ----------------------------------------------------------------------------------------


class Charters(Body):
    """All charters."""

    charters: list[dict[str, Any]]


# Commands ----------------------------------------------------------------------------------------


class CommandRequest(Body):
    """What a command is to do. ``axes`` are those that it is meant to move: ``+AXIS``, ``-AXIS``."""

    instruction: Annotated[str, Field(max_length=4000)]
    axes: Annotated[list[Label], Field(max_length=60)] = Field(default_factory=list)


class Command(Body):
    """A command as it is kept."""

    name: str
    instruction: str
    axes: list[str]


class Commands(Body):
    """All commands."""

    commands: list[Command]
