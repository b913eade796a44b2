"""What the pages of accounts show."""

from app.accounts.presenters.accounts import AccountPage, AccountsPage, account_page, accounts_page, fields_of_user, grant_words
from app.accounts.presenters.addresses import narrowed_pages
from app.accounts.presenters.audit_trail import action_choices, audit_table
from app.accounts.presenters.choices import (
    country_choices,
    office_choices,
    role_options,
    scope_choices,
    time_zone_choices,
    user_choices,
)
from app.accounts.presenters.offices import fields_of_office, offices_table
from app.accounts.presenters.one_time_links import words_of_link
from app.accounts.presenters.own_account import own_account_rows
from app.accounts.presenters.sessions import held_form_part, sessions_page, words_of_end

__all__ = [
    "AccountPage",
    "AccountsPage",
    "account_page",
    "accounts_page",
    "action_choices",
    "audit_table",
    "country_choices",
    "fields_of_office",
    "fields_of_user",
    "grant_words",
    "held_form_part",
    "narrowed_pages",
    "office_choices",
    "offices_table",
    "own_account_rows",
    "role_options",
    "scope_choices",
    "sessions_page",
    "time_zone_choices",
    "user_choices",
    "words_of_end",
    "words_of_link",
]
