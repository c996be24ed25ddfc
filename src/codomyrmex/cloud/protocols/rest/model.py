"""What services send and take, as typed values."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A value of a service. Fields that this version does not know are kept, under the service's names.

    ``model_extra`` has them; ``model_dump(by_alias=True)`` is the value in the service's own names.
    """

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        hide_input_in_errors=True,
        validate_by_name=True,
        validate_by_alias=True,
        # Services have fields of the name "model_…", and those of a class are its own business.
        protected_namespaces=(),
        # A program uses a few of many classes.
        defer_build=True,
    )
