"""Every way in which something of a file reaches a user. What is built next to show files gets its line here.

Answers in JSON and change sets slot in beside the field classes.
"""

from ops.prove.access.channels.attachments import ATTACHMENTS
from ops.prove.access.channels.board import BOARD
from ops.prove.access.channels.cases import CASES
from ops.prove.access.channels.channel import Channel, Items
from ops.prove.access.channels.exports import EXPORTS
from ops.prove.access.channels.intake import INTAKE, ROWS_OF_INTAKE
from ops.prove.access.channels.oversight import OVERSIGHT
from ops.prove.access.channels.partners import PARTNER_ROWS, PARTNERS, asked_by_partners
from ops.prove.access.channels.people import PEOPLE
from ops.prove.access.channels.referrals import REFERRALS
from ops.prove.access.channels.rows import ROWS

ANSWERS = (*PEOPLE, *INTAKE, *CASES, *REFERRALS, *ATTACHMENTS, *EXPORTS, *BOARD, *OVERSIGHT)
"""What the application answers, with both walls in front of the rows."""
CHANNELS = (*ANSWERS, *ROWS, *ROWS_OF_INTAKE)
"""What reaches staff."""
PARTNER_CHANNELS = (*PARTNERS, *PARTNER_ROWS)
"""What reaches whoever holds a partner's link; the oracle is asked for the link's id."""
ASKED_BY_PARTNERS = asked_by_partners(ANSWERS)
OF_ROWS = (*ROWS, *ROWS_OF_INTAKE, *PARTNER_ROWS)

__all__ = ["ANSWERS", "ASKED_BY_PARTNERS", "CHANNELS", "OF_ROWS", "PARTNER_CHANNELS", "Channel", "Items"]
