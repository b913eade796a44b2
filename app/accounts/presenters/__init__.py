"""What the pages of accounts show."""

from app.accounts.presenters.access_log import AccessLogPage, access_log_page
from app.accounts.presenters.access_review import WhoSeesPage, access_table, ending_words, printed_access_table, who_sees_table
from app.accounts.presenters.accounts import (
    AccountPage,
    AccountsPage,
    account_page,
    accounts_page,
    carried_cases,
    fields_of_user,
    grant_words,
)
from app.accounts.presenters.addresses import narrowed_pages
from app.accounts.presenters.alerts import AlertPage, alert_page, alerts_table
from app.accounts.presenters.audit_trail import action_choices, audit_table
from app.accounts.presenters.choices import (
    country_choices,
    office_choices,
    role_options,
    scope_choices,
    team_choices,
    time_zone_choices,
    user_choices,
)
from app.accounts.presenters.covers import colleagues_to_choose, covers_table
from app.accounts.presenters.drafts import DraftLine, draft_lines, draft_rows, drafts_of_page
from app.accounts.presenters.offices import fields_of_office, offices_table
from app.accounts.presenters.one_time_links import words_of_link
from app.accounts.presenters.own_account import own_account_rows
from app.accounts.presenters.sessions import held_form_part, sessions_page, words_of_end
from app.accounts.presenters.teams import fields_of_team, teams_table

__all__ = [
    "AccessLogPage",
    "AccountPage",
    "AccountsPage",
    "AlertPage",
    "DraftLine",
    "WhoSeesPage",
    "access_log_page",
    "access_table",
    "account_page",
    "accounts_page",
    "action_choices",
    "alert_page",
    "alerts_table",
    "audit_table",
    "carried_cases",
    "colleagues_to_choose",
    "country_choices",
    "covers_table",
    "draft_lines",
    "draft_rows",
    "drafts_of_page",
    "ending_words",
    "fields_of_office",
    "fields_of_team",
    "fields_of_user",
    "grant_words",
    "held_form_part",
    "narrowed_pages",
    "office_choices",
    "offices_table",
    "own_account_rows",
    "printed_access_table",
    "role_options",
    "scope_choices",
    "sessions_page",
    "team_choices",
    "teams_table",
    "time_zone_choices",
    "user_choices",
    "who_sees_table",
    "words_of_end",
    "words_of_link",
]
