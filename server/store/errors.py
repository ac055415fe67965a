"""What can go wrong with what is kept. Each message says what to do next."""

from __future__ import annotations

from style_models.errors import InputError


class StoreError(InputError):
    """The database cannot be used."""

    kind = "store"


class BadName(InputError):
    """A writer's or register's name that cannot be kept."""

    kind = "bad_name"


class UnknownWriter(InputError):
    """No writer has that name."""

    kind = "unknown_writer"


class UnknownRewrite(InputError):
    """No rewrite (of that writer) has that id, or it has no edit with that id."""

    kind = "unknown_rewrite"


class UnknownCommand(InputError):
    """No command has that name."""

    kind = "unknown_command"


class TooManyCommands(InputError):
    """As many commands are kept as may be."""

    kind = "bad_command"


class DecisionConflict(InputError):
    """The decision's id was used before, for something else."""

    kind = "conflict"


class UnknownPairing(InputError):
    """The pairing never was, is used up, spent or expired."""

    kind = "unknown_pairing"


class WrongCode(InputError):
    """The code does not fit the pairing; ``tries_left`` more may be tried."""

    kind = "wrong_code"

    def __init__(self, tries_left: int) -> None:
        more = f"{tries_left} tries left" if tries_left else "start a new pairing"
        super().__init__(f"the code is wrong: {more}")
        self.tries_left = tries_left


class TooManyPairings(InputError):
    """Too many pairings are open, or too many codes were wrong; try again in ``wait`` seconds."""

    kind = "busy"

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many pairings were tried: wait {wait} seconds, then start again")
        self.wait = wait
