"""Files of subscribers."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field, model_validator

from codomyrmex.cloud.infomaniak.newsletter.models.base import NewsletterModel


class CsvUpload(NewsletterModel):
    """A file that was uploaded.

    Attributes:
        upload_id: what `import_subscribers` takes; ``None`` where Infomaniak gave none.
        data: what Infomaniak answered, where it is a list, as the description has it.
    """

    upload_id: int | None = Field(None, validation_alias=AliasChoices("upload_id", "id"))
    data: list[Any] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        if isinstance(value, list) or value is None:
            return {"data": value or []}
        return {"upload_id": value} if isinstance(value, int | str) else value
