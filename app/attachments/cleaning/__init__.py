"""From a file as it arrived to a content that shows what it showed, and carries nothing else."""

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.cleaning.process import Cleaned, cleaned
from app.attachments.cleaning.recognition import recognised

__all__ = ["Cleaned", "Unacceptable", "cleaned", "recognised"]
