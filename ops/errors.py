"""How an operations command says that it cannot go on."""


class OperationError(Exception):
    """The operator must do something first; the message says what, and is printed without a traceback."""
