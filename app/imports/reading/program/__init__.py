"""The process that reads hostile files; see ``__main__.py``."""
