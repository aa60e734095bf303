"""The one error that reading raises."""

from __future__ import annotations


class ReadingError(Exception):
    """A file that cannot be reviewed. ``reason`` is one Chinese sentence for the user; ``path`` the file."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path}：{reason}" if path else reason)
        self.reason = reason
        self.path = path

    def at(self, path: str) -> ReadingError:
        """The same error, naming the file."""
        return ReadingError(self.reason, path)

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str]]:
        return type(self), (self.reason, self.path)
