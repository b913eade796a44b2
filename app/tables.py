"""All tables of all rooms, for migrations and for the tests that walk every column."""

from __future__ import annotations

import app.accounts.models
import app.attachments.models
import app.audit.models
import app.cases.models
import app.catalogue.models
import app.data_protection.models
import app.directory.models
import app.foundation.drafts
import app.foundation.encryption.models
import app.foundation.jobs
import app.foundation.numbering
import app.foundation.submissions
import app.imports.models
import app.people.models
import app.referrals.models
import app.reporting.models  # noqa: F401
from app.foundation.database import Base

METADATA = Base.metadata
