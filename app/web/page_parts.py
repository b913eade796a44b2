"""Page parts: what presenters fill in and the macros of ``templates/components`` draw.

Words in them are already translated, numbers already counted; a macro adds form, never content. Tones are
drawn as a colour together with a shape, so that the words stay readable without either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Tone = Literal["neutral", "info", "waiting", "due", "late", "good", "danger"]
"""waiting = on others (grey), due = amber, late = red, danger = red and filled, good = green, info = teal."""

Moment = date | datetime
"""A date at the office, or an aware instant."""


@dataclass(frozen=True)
class Link:
    """``hidden_text`` completes the words for a screen reader where a page repeats them."""

    text: str
    href: str
    hidden_text: str | None = None


@dataclass(frozen=True)
class Action:
    """A button: a link that looks like one (``get``) or a form of its own (``post``) with hidden ``fields``."""

    text: str
    href: str
    method: Literal["get", "post"] = "get"
    hidden_text: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tag:
    """A state in a word or two."""

    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class NavigationItem:
    """A line of the main navigation. ``count`` is shown beside it when there is one."""

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class UserMenu:
    """Who is signed in, as the header shows it."""

    name: str
    office: str | None = None
    account_url: str | None = None
    sign_out_url: str = "/sign-out"


@dataclass(frozen=True)
class BannerLine:
    """One line under the person's name: a case with its state, risk and caseworker."""

    text: str
    href: str | None = None
    tags: Sequence[Tag] = ()


@dataclass(frozen=True)
class EmergencyStrip:
    """Over every page of a file that is read by emergency access: until when, and the button that ends it."""

    words: str
    close: Action


@dataclass(frozen=True)
class Banner:
    """Who the record is about. ``name`` is the page's h1; ``safe_contact`` says how the person may be reached.

    ``cautions`` are what to mind before speaking to the person or calling them.
    ``emergency`` is set while the file is read by emergency access.
    """

    name: str
    facts: Sequence[str] = ()
    code: str | None = None
    safe_contact: str | None = None
    cautions: Sequence[Tag] = ()
    lines: Sequence[BannerLine] = ()
    actions: Sequence[Action] = ()
    actions_text: str | None = None
    """Words on the folded menu that holds the actions when there is more than one."""
    emergency: EmergencyStrip | None = None


@dataclass(frozen=True)
class Section:
    """A page of a record. ``note`` says what the count means when it is not a plain number ("1 waits")."""

    text: str
    href: str
    count: int | None = None
    note: str | None = None
    current: bool = False


@dataclass(frozen=True)
class NextAction:
    """The one thing to do next. ``due`` is a sentence such as "by Fri 27 Nov (5 working days)"."""

    what: str
    action: Action | None = None
    due: str | None = None
    tone: Tone = "info"
    why: str | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """One event. ``recorded`` is given only when it was written down on another day than it occurred."""

    title: str
    occurred: Moment
    author: str
    recorded: Moment | None = None
    text: str | None = None
    tag: Tag | None = None
    href: str | None = None


@dataclass(frozen=True)
class TaskRow:
    """One thing to do: what, for whom, since when, and the button that does it."""

    what: str
    action: Action
    who: str | None = None
    who_href: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class TaskGroup:
    """Rows of one urgency. ``empty`` is said instead of the rows when there are none; without it the group is left out.

    ``count`` is how many there are when not all are shown; ``more`` then leads to the rest. Where the rows tell numbers of
    their own, ``is_counted`` keeps theirs away.
    """

    title: str
    rows: Sequence[TaskRow]
    tone: Tone = "neutral"
    empty: str | None = None
    count: int | str | None = None
    more: Link | None = None
    is_counted: bool = True


@dataclass(frozen=True)
class Place:
    """A page where somebody's work is done, and in one sentence what is done there."""

    text: str
    href: str
    hint: str


@dataclass(frozen=True)
class Figure:
    """A number that leads to what it counts. ``detail`` names its oldest item, its target or its change."""

    value: str
    label: str
    href: str | None = None
    detail: str | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Load:
    """Weighted work of one caseworker against their capacity; ``before`` shows a preview beside what it was."""

    name: str
    weight: float
    capacity: float
    before: float | None = None


@dataclass(frozen=True)
class Column:
    """``kind``: text, number (right-aligned) or action (a button). ``hidden``: the head is read, not seen."""

    text: str
    kind: Literal["text", "number", "action"] = "text"
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell is text, a number, ``Link``, ``Tag``, ``Action``, ``Load``, a list of those, markup or None (a dash).

    The first cell of a row is its heading. ``total`` is a last row in bold. ``data_table`` makes each row a card on a phone;
    ``compact_table``, for figures, stays a table there and scrolls inside its own frame.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    caption_hidden: bool = False
    total: Sequence[Any] | None = None
    note: str | None = None


@dataclass(frozen=True)
class Bar:
    """``text`` is the value as the reader reads it."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """A chart whose figures stand in a table under it."""

    title: str
    bars: Sequence[Bar]
    unit: str
    label_heading: str

    @property
    def longest(self) -> float:
        """The greatest value, never zero, so that bars have something to be measured against."""
        return max((bar.value for bar in self.bars), default=0) or 1


@dataclass(frozen=True)
class Progress:
    """A job under way. ``url`` answers the same part again, as a fragment for htmx and as a page otherwise."""

    words: str
    url: str
    done: int = 0
    total: int = 0
    finished: bool = False

    @property
    def share(self) -> int:
        """Whole per cent of the work that is done."""
        if self.finished:
            return 100
        return min(99, round(100 * self.done / self.total)) if self.total else 0


@dataclass(frozen=True)
class SummaryRow:
    """``value``: text, ``Tag``, ``Link``, a list of those, markup, or None ("not recorded")."""

    key: str
    value: Any
    action: Link | None = None


@dataclass(frozen=True)
class Candidate:
    """A person who may be the one being registered, with how sure that is (``tag``) and why.

    ``compare`` leads to the page that sets both side by side.
    """

    name: str
    href: str
    facts: Sequence[str] = ()
    reasons: Sequence[str] = ()
    tag: Tag | None = None
    compare: Action | None = None


@dataclass(frozen=True)
class Elsewhere:
    """Another office where the person may be registered: no name, no number.

    Attributes:
        ask: words on the button that asks it; None where it was asked, which ``asked`` says.
        agrees: words beside the box that the person agrees to what that office is told of them.
        href: where the button leads on a page that is no form itself.
    """

    words: str
    office_id: str
    ask: str | None
    agrees: str | None = None
    asked: str | None = None
    href: str | None = None


@dataclass(frozen=True)
class Bits:
    """What something weighs for (above 0) or against, drawn beside the heaviest of its table (``most``)."""

    bits: float
    text: str
    most: float


@dataclass(frozen=True)
class State:
    """A step of a referral's life: when it was reached, by whom, or who is waited for."""

    text: str
    status: Literal["done", "current", "next"]
    when: str | None = None
    who: str | None = None
