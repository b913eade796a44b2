"""Names of the jobs that this room asks for."""

BUILD = "reporting.build"
"""``report_id``: count the figures, keep them, write the files."""
DRAFT_ENDED_QUARTER = "reporting.draft_ended_quarter"
"""Asked for by beat: one draft per country and ended quarter."""
