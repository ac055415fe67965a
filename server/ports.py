"""The port that the server listens on."""

from __future__ import annotations

import socket

from style_models.errors import InputError

DEFAULT_PORT = 8737


class PortTaken(InputError):
    """Another program listens on the port, or it may not be used."""

    kind = "port_taken"

    def __init__(self, port: int, error: OSError) -> None:
        super().__init__(
            f"port {port} cannot be used ({error.strerror}): another Ownvoice may be running; stop "
            f"it, or choose another port with --port"
        )


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that holds the port (0: a free one); :class:`PortTaken` if it is not free."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    # A port whose server has just stopped can be used again; two servers cannot share one.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(port, error) from None
    return listener
