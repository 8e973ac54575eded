"""Log lines that stay one line, whatever they quote."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Writes line ends inside a message as marks, so that nobody can forge a line."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
