"""A phone on a bad network: a browser that survives the end of its connection, and knows when it got no answer."""

from __future__ import annotations

import copy
import http.client
from typing import Self

from ops.bench.browser import FORM, Answer, Browser, Fields, FormReader


class NoAnswerError(Exception):
    """The connection ended, or could not be made: nobody knows whether the request arrived."""


class Phone(Browser):
    """A browser of the bench whose next request opens a new connection after a failed one."""

    def twin(self) -> Self:
        """Another phone that is signed in as the same person."""
        other = copy.copy(self)
        other._connection = http.client.HTTPConnection(self._connection.host, self._connection.port, timeout=60)  # noqa: SLF001
        other._cookies = copy.deepcopy(self._cookies)  # noqa: SLF001
        return other

    def hang_up(self) -> None:
        """End the connection; the next request makes another one."""
        self._connection.close()

    def _request(
        self, method: str, path: str, body: bytes | None, *, content_type: str = FORM, compressed: bool = False
    ) -> Answer:
        try:
            return super()._request(method, path, body, content_type=content_type, compressed=compressed)
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            raise NoAnswerError from error


def fields_in(answer: Answer, *, holding: str) -> Fields:
    """The fields of the form with a field of this name, as the page fills them in; empty when there is none."""
    reader = FormReader(holding)
    reader.feed(answer.text)
    return reader.found
