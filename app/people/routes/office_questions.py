"""What other offices ask, and what they answer."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.drafts import list_drafts
from app.foundation.transactions import transaction
from app.people import forms, presenters, queries, services
from app.people.routes.blueprint import bp
from app.web.answers import saved, shown
from app.web.fields import choices


@bp.get("/people/questions")
@requires(Permission.REGISTER_PERSON)
def list_questions() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        waiting, own = services.open_questions(actor)
        about = presenters.whom_asked_about(actor, own, queries.people_asked_about(actor, own), list_drafts(actor))
        page = presenters.questions_page(actor, waiting, own, about)
    return render_template("people/questions.html", page=page)


@bp.route("/people/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def show_question(question_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), forms.AnswerForm()
    with transaction():
        question, people = services.open_question(actor, question_id)
        form.answer.choices = choices(presenters.answer_choices(people))
        page = presenters.question_page(actor, question)
        panel = presenters.questioned_panel(actor, people)

    def save() -> str:
        services.answer_question(actor, question_id, *form.chosen)
        flash(_("The answer is on its way. Thank you."), "success")
        return url_for("people.list_questions")

    return saved(form, save, actor=actor) or shown(form, "people/question.html", page=page, panel=panel)
