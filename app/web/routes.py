"""The shell's own addresses: the choice of language, and the gallery of components."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from flask import Blueprint, Response, get_template_attribute, redirect, render_template, request, session

from app.web.gallery import gallery_parts
from app.web.gallery_forms import GalleryForm
from app.web.gatekeeper import may_keep_origin
from app.web.languages import LANGUAGES
from app.web.return_path import safe_return_path

bp = Blueprint("web", __name__, template_folder="templates")
gallery = Blueprint("web_gallery", __name__)

View = TypeVar("View")


def open_to_all(view: View) -> View:
    """Mark a view that needs no signing in; the mark is the one that ``accounts`` looks for in all rooms."""
    cast("Any", view).public = True
    return view


@bp.post("/language")
@open_to_all
@may_keep_origin
def choose_language() -> Response:
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["locale"] = wanted
    return cast("Response", redirect(safe_return_path(request.form.get("back")), 303))


@gallery.route("/dev/components", methods=["GET", "POST"])
@open_to_all
def components() -> str:
    """Every component on one page; ``?errors`` shows the form as it looks when refused."""
    form = GalleryForm()
    if request.method == "POST" or "errors" in request.args:
        form.validate()
    return render_template("web/components.html", form=form, **gallery_parts())


@gallery.get("/dev/components/progress")
@open_to_all
def progress() -> str | Response:
    """The finished part to htmx, which asks every two seconds; back to the page for everyone else."""
    if "HX-Request" not in request.headers:
        return cast("Response", redirect("/dev/components#part-progress_bar", 303))
    progress_bar = get_template_attribute("components/progress_bar.html", "progress_bar")
    return str(progress_bar(gallery_parts()["ready"]))


@gallery.get("/dev/components/record")
@open_to_all
def record() -> str:
    """The layout of a person's file and a case, with its banner, sections and next action."""
    return render_template("web/record.html", **gallery_parts())
