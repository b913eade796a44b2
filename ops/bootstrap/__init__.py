"""What happens before a command starts: Python packages, page assets, compiled translations.

Standard library only. Each piece leaves a stamp in ``.venv`` with the sha256 of what it was made from, so that it is
skipped until its sources change.
"""
