"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.drafts import KeptDraft
from app.foundation.questions import Question
from app.web.page_parts import Link

# The id alone opens nothing: whoever asks uses it only to look into the trail of their own offices.
find_record_by_code: Question[[str], UUID | None] = Question(
    "Which record has this code, such as CUC-2026-00412, in whatever office? Its id, or None."
)

differences_were_shown: Question[[Actor, str, UUID], None] = Question(
    "A form came too late and the record's present state was shown beside it: write down that this record was opened."
)

part_of_record: Question[[Actor, UUID], UUID | None] = Question(
    "Which record did this one become part of, where the actor may open that one? Its id, or None."
)

registered_since: Question[[Actor, Sequence[KeptDraft]], Mapping[UUID, Link]] = Question(
    "Whom did the actor register, after a form was begun, by the name that stands in it? Draft id -> the way to that file."
)
