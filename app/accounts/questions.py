"""What this room asks the rooms above it; ``app/wiring.py`` connects the answers."""

from __future__ import annotations

from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.questions import Question

# The id alone opens nothing: whoever asks uses it only to look into the trail of their own offices.
find_record_by_code: Question[[str], UUID | None] = Question(
    "Which record has this code, such as CUC-2026-00412, in whatever office? Its id, or None."
)

differences_were_shown: Question[[Actor, str, UUID], None] = Question(
    "A form came too late and the record's present state was shown beside it: write down that this record was opened."
)
