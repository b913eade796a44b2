"""``python -m ops COMMAND``: what ``./quipu`` becomes once everything is in place."""

from __future__ import annotations

import sys
from importlib import import_module

from config import SettingsError
from ops.commands import COMMANDS, help_text
from ops.errors import OperationError


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(help_text(), file=sys.stderr)
        return 2
    name, *rest = arguments
    try:
        function = getattr(import_module(COMMANDS[name].module), COMMANDS[name].function)
        return int(function(rest) or 0)
    except (OperationError, SettingsError) as error:
        print(f"quipu: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
