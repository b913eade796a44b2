"""The words that people's names are made of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.columns import identity
from app.foundation.database import Base


class NameWord(Base):
    """One word that stands in somebody's name, whoever's: a misspelt word is looked up here before persons are searched.

    A trigger on ``person`` writes the rows. They carry no person and no office.
    """

    __tablename__ = "name_word"
    __table_args__ = (sa.Index("ix_name_word_near", "near", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),)

    word: Mapped[str] = identity(unique=True)
    """Lower case, without accents."""
    key: Mapped[str] = identity()
    """Its sound, as ``person.search_keys`` has it."""
    near: Mapped[list[str]] = identity()
    """Word and key, and each of them with one letter left out: two words with one of these in common differ by a typing error."""
