"""Who may break the glass, how often, who sees that it happened, and who reviews it."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.models import BreakGlass
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState

LASTS = timedelta(minutes=60)
COUNTED_OVER = timedelta(hours=24)
DAYS_TO_REVIEW = 3
"""Working days of the file's country."""
FEWEST_WORDS = 5
"""Words that a reason has at least: "urgente" alone cannot be reviewed."""
NO_SUCH_FILE = _l(
    "There is no file with this code that can be opened this way. "
    "Check the code; if it belongs to your own offices, look it up in the search box."
)
"""Said alike of what does not exist, of what is restricted, and of what lies within the reader's own offices."""
NO_SUCH_USE = _l("There is no such emergency access among those that you may see.")


def check_can_break_glass(actor: Actor, *, used: int, most: int) -> None:
    """Refuse whoever works with no files, and more accesses within a day than an emergency asks for.

    Args:
        used: accesses of the actor in the last 24 hours.

    Raises:
        NotAllowed: the role does not include it.
        RefusedInput: the limit is reached.
    """
    if not actor.may(Permission.BREAK_GLASS):
        raise NotAllowed(_l("Your role does not include opening files of other offices."))
    if used >= most:
        raise RefusedInput(
            _l("You opened %(count)s files this way in 24 hours, which is the most. Call the office of the file.", count=used)
        )


def check_reason(reason: str) -> None:
    """Refuse words that nobody can review.

    Raises:
        RefusedInput: at the reason.
    """
    if len(reason.split()) < FEWEST_WORDS:
        raise RefusedInput(_l("Write in a sentence why it cannot wait, so that it can be reviewed"), field="reason")


def can_view_use(actor: Actor, use: BreakGlass) -> bool:
    """Whoever broke the glass, who reviews it, and the colleagues whose file it is."""
    return use.user_id == actor.id or reviews_there(actor, use) or actor.may_at(Permission.VIEW_PERSON, use.scope_id)


def check_can_view_use(actor: Actor, use: BreakGlass) -> None:
    if not can_view_use(actor, use):
        raise NotFound(NO_SUCH_USE)


def can_review(actor: Actor, use: BreakGlass) -> bool:
    return use.verdict is None and use.user_id != actor.id and reviews_there(actor, use)


def check_can_review(actor: Actor, use: BreakGlass) -> None:
    """Let a supervisor of the file's office or its data-protection focal point decide, once, and never about themselves.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if use.user_id == actor.id:
        raise NotAllowed(_l("Nobody reviews their own emergency access. A colleague will."))
    if not reviews_there(actor, use):
        raise NotAllowed(_l("A supervisor of the file's office or the data-protection focal point reviews this."))
    if use.verdict is not None:
        raise WrongState(_l("Somebody has reviewed this access already. Open it again to read what they decided."))


def can_close(actor: Actor, use: BreakGlass) -> bool:
    return use.user_id == actor.id or reviews_there(actor, use)


def check_can_close(actor: Actor, use: BreakGlass) -> None:
    if not can_close(actor, use):
        raise NotAllowed(_l("Only whoever opened the file, or who reviews it, closes the access."))


def reviews_there(actor: Actor, use: BreakGlass) -> bool:
    return actor.may_at(Permission.REVIEW_BREAK_GLASS, use.office_id)
