"""What the systemd units of ``deploy/`` start: the parts of ``./quipu run``, each under an account of its own."""
