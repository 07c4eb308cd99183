"""What a call may raise."""

from __future__ import annotations

from .types import ErrorRecord


class QwenError(Exception):
    """A call failed. What to do next follows from `kind`; `request_sent` says whether it may have cost money."""

    def __init__(self, record: ErrorRecord) -> None:
        super().__init__(record)
        self.record = record

    def __str__(self) -> str:
        hint = f" ({self.record.hint})" if self.record.hint else ""
        return f"{self.record.kind}: {self.record.message}{hint}"

    @property
    def kind(self) -> str:
        """An arm of the contract's `error-kind`, such as `rate-limited`."""
        return self.record.kind

    @property
    def message(self) -> str:
        """One sentence: what happened, to which request."""
        return self.record.message

    @property
    def hint(self) -> str | None:
        """What to do next."""
        return self.record.hint

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer."""
        return self.record.status

    @property
    def code(self) -> str | None:
        """The provider's own code."""
        return self.record.code

    @property
    def request_id(self) -> str | None:
        """The provider's id of the request."""
        return self.record.request_id

    @property
    def retry_after_ms(self) -> int | None:
        """How long the provider asks callers to wait."""
        return self.record.retry_after_ms

    @property
    def request_sent(self) -> bool:
        """Whether the provider may have received the request, and billed it."""
        return self.record.request_sent


class ComponentError(Exception):
    """The component stopped, or is not the one that this package is for. The next call has a new instance."""
