"""The pages: plain templates; what they show, they ask of the API like any other client."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server.api.guard import session
from server.api.services import services
from server.store.access import SESSION_LIFETIME
from server.web.axes import described_axes
from style_models import __version__
from style_models.exam.exam import passed
from style_models.models.catalog import REWRITER
from style_models.rewriting.modes import MODES

PAGES = {
    "/": ("try", "Try it"),
    "/profile": ("profile", "My profile"),
    "/decisions": ("decisions", "My decisions"),
    "/settings": ("settings", "Settings"),
}
WITH_AXES = ("try", "profile")

blueprint = Blueprint(
    "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@blueprint.get("/", defaults={"page": ""})
@blueprint.get("/<any(profile, decisions, settings):page>")
def show(page: str) -> AnyResponse:
    """Show a page, or how to get in; a one-time link opens a session and leads to the page."""
    known = services()
    if key := request.args.get("key"):
        return _enter(key)
    if session() is None:
        return make_response(
            render_template("locked.html", version=__version__, pages={}, url=known.url), 401
        )
    name, title = PAGES[f"/{page}"]
    status = known.engine.status()
    offered = passed(status.model or REWRITER)
    return make_response(
        render_template(
            f"{name}.html",
            title=title,
            pages=PAGES,
            here=f"/{page}",
            version=__version__,
            model=status.model,
            device=status.device,
            axes=described_axes() if name in WITH_AXES else None,
            modes=[(mode, mode in offered) for mode in MODES],
        )
    )


@blueprint.after_request
def _cache(response: Response) -> Response:
    # Files of the pages may be kept, but are asked for again: they change with the program.
    if request.endpoint == "web.static":
        response.headers["Cache-Control"] = "no-cache"
    return response


def _enter(key: str) -> AnyResponse:
    known = services()
    if not known.links.use(key):
        page = render_template(
            "locked.html", version=__version__, pages={}, url=known.url, used=True
        )
        return make_response(page, 401)
    token = known.store.access.start_session(_browser())
    response = redirect(request.path, 303)
    response.set_cookie(
        known.cookie,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="Strict",
        path="/",
    )
    known.announce(f"A browser opened the page. Another link, good once: {known.page_link()}")
    return response


def _browser() -> str:
    agent = request.user_agent.string
    for name in ("Firefox", "Edg", "OPR", "Chromium", "Chrome", "Safari"):
        if name in agent:
            return {"Edg": "Edge", "OPR": "Opera"}.get(name, name)
    return "A browser"
