"""The application and how it is served."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from escomap.errors import EscomapError
from escomap.steps.review_desk import Desk
from escomap.web.guard import Guard, hosts_for
from escomap.web.pages import error_page, router
from escomap.web.state import HERE, ReviewServer, require_token


def create_app(desk: Desk, *, host: str = "127.0.0.1", token: str = "") -> FastAPI:
    """The review page for a desk; ``host`` is the address it will be bound to.

    Raises:
        EscomapError: ``missing_token``, ``short_token``.
    """
    require_token(host, token)
    # No page that describes the interface: it would be loaded from elsewhere.
    app = FastAPI(title="escomap review", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.review = ReviewServer(desk, token)
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for kind in (EscomapError, StarletteHTTPException):
        app.add_exception_handler(kind, error_page)  # type: ignore[arg-type]
    app.add_middleware(Guard, hosts=hosts_for(host))
    return app


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serves the page until it is interrupted."""
    import uvicorn

    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
