"""The seals of the audit trail: made every minute by the role ``app_audit``, checked by ``./quipu audit verify``.

Nothing here uses the application's session or models: rows are read as they stand in the table, and hashed in Python.
How a seal is made up stands in ``docs/security/audit.md``, well enough to check one without this program.
"""
