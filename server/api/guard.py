"""Who is answered. Loopback alone protects nothing: any page in a browser can send requests here.

- Host must be a loopback name with our port, or a foreign name could be pointed at 127.0.0.1.
- Origin must be absent (no browser), our own, or a browser extension's.
- Every call but the open ones needs a paired client's token, or a page's session. A session is a
  cookie, which the browser sends by itself, so what changes something also needs our own Origin.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from server.api.problems import Problem, respond
from server.api.services import services
from server.store.access import ClientInfo

API_VERSION = 1
VERSION_HEADER = "X-Ownvoice-Api"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
EXTENSION_SCHEMES = ("chrome-extension://", "moz-extension://")
# A client has to be able to learn which version is spoken here.
VERSION_FREE = ("/v1/health", "/v1/openapi.json")


def register(app: Flask) -> None:
    """Check every request of the app, and dress every response."""
    app.before_request(_check)
    app.after_request(_dress)


def own_hosts(port: int) -> frozenset[str]:
    """Return the Host headers that name this server."""
    named = {f"{name}:{port}" for name in LOOPBACK_NAMES}
    return frozenset(named | (set(LOOPBACK_NAMES) if port == 80 else set()))


def require(access: str) -> None:
    """Let only the holder of a token (``client``) or of a page's session (``page``) go on."""
    if access == "open":
        return
    who = _bearer() if access == "client" else None
    who = who or _session()
    if who is None:
        raise Problem(
            "not_paired",
            "The token is unknown or was revoked."
            if request.headers.get("Authorization")
            else "The request carries no token.",
        )
    g.client = who


def session() -> ClientInfo | None:
    """Return the page's session, if the browser has one."""
    if token := request.cookies.get(services().cookie):
        return services().store.access.client(token, "page")
    return None


def _bearer() -> ClientInfo | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    return services().store.access.client(token.strip(), "client")


def _session() -> ClientInfo | None:
    if request.method not in ("GET", "HEAD") and request.headers.get("Origin") != _own_origin():
        return None
    return session()


def _own_origin() -> str:
    return f"http://{request.host}"


def _check() -> Response | None:
    if request.host.lower() not in own_hosts(services().port):
        raise Problem("refused", "The Host header does not name this server.")
    origin = request.headers.get("Origin")
    from_extension = origin is not None and origin.startswith(EXTENSION_SCHEMES)
    if origin is not None and origin != _own_origin() and not from_extension:
        raise Problem("refused", "Requests from other sites are not answered.")
    # A page of another site needs no Origin for a plain GET; browsers say where it comes from.
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site in ("cross-site", "same-site") and not from_extension and not _is_visit():
        raise Problem("refused", "Requests from other sites are not answered.")
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return _preflight(from_extension)
    if request.path.startswith("/v1/") and request.path not in VERSION_FREE:
        _check_version()
    return None


def _is_visit() -> bool:
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _check_version() -> None:
    asked = request.headers.get(VERSION_HEADER)
    if asked is not None and asked.strip() != str(API_VERSION):
        raise Problem(
            "version",
            f"The program speaks version {asked[:20]!r}, Ownvoice speaks {API_VERSION}.",
            supported=[API_VERSION],
        )


def _preflight(from_extension: bool) -> Response:
    if not from_extension:
        return respond(Problem("refused", "Requests from other sites are not answered."))
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
    response.headers["Access-Control-Allow-Headers"] = (
        f"Authorization, Content-Type, {VERSION_HEADER}"
    )
    response.headers["Access-Control-Max-Age"] = "600"
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        response.headers["Access-Control-Allow-Private-Network"] = "true"
    return response


def _dress(response: Response) -> Response:
    origin = request.headers.get("Origin", "")
    if origin.startswith(EXTENSION_SCHEMES) and response.status_code != 403:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = f"Retry-After, {VERSION_HEADER}"
    response.headers["Vary"] = "Origin, Cookie"
    response.headers[VERSION_HEADER] = str(API_VERSION)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Content-Security-Policy", current_app.config["CSP"])
    response.headers.setdefault("Cache-Control", "no-store")
    return response
