"""The pages of restricted files, for a case and for a person alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cases import policies
from app.cases.presenters.words import case_words
from app.foundation.actor import Actor
from app.people.presenters import person_name
from app.web.filters import day
from app.web.page_parts import Action, Column, Link, Table

if TYPE_CHECKING:
    from app.accounts.models import NeedToKnow, Restriction
    from app.accounts.queries import Colleague
    from app.cases.models import Case
    from app.people.models import Person


@dataclass(frozen=True)
class RestrictedFile:
    """What the pages say of the file they are about; plain words, so that they outlive a refused saving.

    Attributes:
        covers: what exactly is restricted, in a sentence.
    """

    title: str
    caption: str
    back: Link
    cancel: Link
    covers: str


@dataclass(frozen=True)
class WhoKnowsPage:
    """Who sees a restricted file.

    Attributes:
        add: the page part that names more, shown where somebody can be added.
        end: the way to opening it to the office again, for supervisors who know it.
    """

    file: RestrictedFile
    table: Table
    reason: str | None
    why_few: str | None
    since: str | None
    can_add: bool
    end: Link | None
    came_with: Link | None


def file_of(record: Person | Case) -> RestrictedFile:
    """The words about a person's or a case's file."""
    return file_of_case(cast("Case", record)) if _is_case(record) else file_of_person(cast("Person", record))


def _is_case(record: Person | Case) -> bool:
    return hasattr(record, "person_id")


def file_of_case(case: Case) -> RestrictedFile:
    return RestrictedFile(
        title=_("Restrict this case"),
        caption=f"{person_name(case.person)} · {case_words(case)}",
        back=Link(_("The case"), url_for("cases.show_case", case_id=case.id)),
        cancel=Link(_("Leave without saving"), url_for("cases.show_case", case_id=case.id)),
        covers=_(
            "This case with its notes, services, follow-ups, attachments and referrals. "
            "The person's file stays visible to the office."
        ),
    )


def file_of_person(person: Person) -> RestrictedFile:
    href = url_for("people.show_person", person_id=person.id)
    return RestrictedFile(
        title=_("Restrict the whole file"),
        caption=f"{person_name(person)} · {person.code}",
        back=Link(_("The person's file"), href),
        cancel=Link(_("Leave without saving"), href),
        covers=_("The person and all their cases, also those that are opened later."),
    )


def hidden_needs_words(count: int) -> str | None:
    """What nobody reads any more once a person's file is open to the office again; None where there is nothing of it."""
    if not count:
        return None
    return str(
        ngettext(
            "%(num)s need in this file is one that only restricted files show. Nobody will read it, you neither, until the file "
            "is restricted again. Look at it before, and record its end if it has passed.",
            "%(num)s needs in this file are of those that only restricted files show. Nobody will read them, you neither, until "
            "the file is restricted again. Look at them before, and record the end of those that have passed.",
            count,
        )
    )


def choices_of(actor: Actor, colleagues: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Everybody but the actor, with a word at those who supervise."""
    return [(str(one.id), _words(one)) for one in colleagues if one.id != actor.id]


def _words(colleague: Colleague) -> str:
    return str(_("%(name)s (supervises)", name=colleague.name)) if colleague.supervises else colleague.name


def who_knows_page(
    actor: Actor, record: Person | Case, file: RestrictedFile, *, needs: Sequence[NeedToKnow], restriction: Restriction | None
) -> WhoKnowsPage:
    may_name = policies.can_name(actor, record)
    may_take_off = may_name and len(needs) > 1
    columns = [Column(_("Who")), Column(_("Since")), Column(_("Changes"), kind="action", hidden=True)]
    rows = [[need.user.name, day(need.given_at), _take_off(record, need) if may_take_off else None] for need in needs]
    is_whole = restriction is not None and restriction.came_with is None
    return WhoKnowsPage(
        file=file,
        table=Table(_("Only they see it"), columns, rows, caption_hidden=True),
        reason=restriction.reason if restriction else None,
        why_few=restriction.why_few if restriction else None,
        since=_since(restriction),
        can_add=may_name,
        end=_end(record) if is_whole and policies.can_end_restriction(actor, record) else None,
        came_with=None if is_whole or not restriction else _person_of(record),
    )


def _since(restriction: Restriction | None) -> str | None:
    if restriction is None or restriction.restrictor is None:
        return None
    return str(_("%(name)s restricted it on %(day)s", name=restriction.restrictor.name, day=day(restriction.restricted_at)))


def _address(record: Person | Case, page: str, **values: Any) -> str:
    """The address of a page about the file: ``take_off`` or ``end_restriction``."""
    if _is_case(record):
        return url_for(f"cases.{page}_case", case_id=record.id, **values)
    return url_for(f"cases.{page}_person", person_id=record.id, **values)


def _take_off(record: Person | Case, need: NeedToKnow) -> Action:
    href = _address(record, "take_off", user_id=need.user_id)
    return Action(_("Take off"), href, method="post", hidden_text=need.user.name)


def _end(record: Person | Case) -> Link:
    return Link(_("Let the office see it again"), _address(record, "end_restriction"))


def _person_of(record: Person | Case) -> Link | None:
    if not _is_case(record):
        return None
    return Link(
        _("The person's whole file is restricted"), url_for("cases.who_knows_of_person", person_id=cast("Case", record).person_id)
    )
