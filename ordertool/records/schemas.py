"""The models as JSON Schemas, so that an editor knows a record's fields and marks faults while they are typed.

A schema says less than its model: what one field demands of another, only `ordertool check` knows.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import DictSchema, NullableSchema, WithDefaultSchema

from ordertool.records.base import Record

KINDS = ("order", "client", "staff", "meeting", "assessment", "policy")
"""Files of a book that have a schema."""


class _ForEditors(GenerateJsonSchema):
    """Pydantic's schema without what says nothing to a person who edits a file."""

    def field_title_should_be_set(self, _schema: CoreSchema) -> bool:
        return False

    def default_schema(self, schema: WithDefaultSchema) -> dict[str, Any]:
        default = schema.get("default")
        told = {"default": default} if isinstance(default, str | int) else {}
        return self.generate_inner(schema["schema"]) | told

    def nullable_schema(self, schema: NullableSchema) -> dict[str, Any]:
        # One branch where that can be: an editor says of two only that neither fits.
        inner = self.generate_inner(schema["schema"])
        kinds = inner.get("type")
        if kinds is None or "enum" in inner or "const" in inner:
            return {"anyOf": [*inner.get("anyOf", [inner]), {"type": "null"}]}
        return inner | {"type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}

    def dict_schema(self, schema: DictSchema) -> dict[str, Any]:
        found = super().dict_schema(schema)
        return found | {"additionalProperties": False} if "patternProperties" in found else found


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an order's, a client's, a staff, a meeting's or an assessment's file, or of the policy."""
    model: type[Record] = getattr(import_module(f"ordertool.records.{kind}"), kind.capitalize())
    about = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$comment": "for editors; made by `ordertool schema --out schemas` from the models, which say more",
    }
    return about | model.model_json_schema(schema_generator=_ForEditors)


def schema_text(kind: str) -> bytes:
    """The schema as a file's content."""
    return (json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n").encode()
