"""Changing the agreed lists: bringing the seeds in, and a coordinator's edits."""

from app.catalogue.services.editing import (
    ActionPointContent,
    edit_action_point,
    edit_service_links,
    reinstate_service,
    retire_service,
)
from app.catalogue.services.seeding import SEEDS_ACTOR, load_seeds

__all__ = [
    "SEEDS_ACTOR",
    "ActionPointContent",
    "edit_action_point",
    "edit_service_links",
    "load_seeds",
    "reinstate_service",
    "retire_service",
]
