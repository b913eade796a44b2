"""Background processes: the relay that sends committed jobs, the Celery worker that does them, and the beat table."""
