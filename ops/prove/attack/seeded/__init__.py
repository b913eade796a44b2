"""Bugs planted on purpose, to see that the attack finds them. Only the proof's own server (``server.py``) carries them."""
