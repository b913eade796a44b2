"""The application object that gunicorn serves; nothing else."""

from app import create_app
from config import Settings

app = create_app(Settings.from_environment())
