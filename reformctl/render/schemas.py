"""JSON Schemas of record kinds, packs, cases, tables and settings, for editors that complete and check."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from reformctl.records.kinds import KINDS
from reformctl.records.shape import FieldShape, event_types, shape_of
from reformctl.render.fieldwords import FIELDS
from reformctl.rulebook.calendar import YearTable
from reformctl.rulebook.cases import CaseFile
from reformctl.rulebook.conditions import Test, Where
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rules import Owed
from reformctl.rulebook.timing import Moment
from reformctl.words import say

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Words = Mapping[str, Mapping[str, str]]
OTHERS: dict[str, tuple[type[BaseModel], str]] = {
    "pack": (Pack, "rules/*.yaml"),
    "cases": (CaseFile, "rules/cases/*.yaml"),
    "calendar": (YearTable, "rules/calendar/*.yaml"),
}
"""What has a schema beside the kinds of record, with the files that it is for."""

_SHORT = (Moment, Owed)
"""Models that a bare word stands for."""


class _Schemas(GenerateJsonSchema):
    """Schemas with the short forms that models take."""

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """Bare words beside the models that take them; conditions by any field."""
        made = super().model_schema(schema)
        if issubclass(schema["cls"], _SHORT):
            return {"anyOf": [{"type": "string"}, made]}
        if schema["cls"] is Where:
            return self._conditions(made)
        return made

    def _conditions(self, made: JsonSchemaValue) -> JsonSchemaValue:
        inner = {key: value for key, value in made["properties"].items() if key != "tests"}
        scalar = {"type": ["string", "integer", "boolean"]}
        test = _test_schema()
        several = {"type": "array", "items": scalar}
        return {
            "type": "object",
            "properties": inner,
            "additionalProperties": {"anyOf": [scalar, several, test]},
        }


def _test_schema() -> JsonSchemaValue:
    """The schema of a test, its inner definitions spelt out."""
    return Test.model_json_schema(by_alias=True)


def schema_of(name: str, words: Words) -> dict[str, Any]:
    """The schema of a kind of record, or of one of the others; KeyError for neither.

    `words` are the pack's vocabularies, whose words then complete.
    """
    model = KINDS[name].model if name in KINDS else OTHERS[name][0]
    mode: JsonSchemaMode = "validation"
    _, made = models_json_schema([(model, mode)], by_alias=True, schema_generator=_Schemas)
    definitions = made["$defs"]
    _told(model, definitions, words)
    for event in event_types(model).values():
        _told(event, definitions, words)
    for shape in shape_of(model).values():
        if shape.model:
            _told(shape.model, definitions, words)
    return {"$schema": DIALECT, "title": name, "$ref": f"#/$defs/{model.__name__}", "$defs": definitions}


def _told(model: type[BaseModel], definitions: dict[str, Any], words: Words) -> None:
    """Give fields their help, and those that hold words of the pack the words to choose from."""
    own = definitions.get(model.__name__, {}).get("properties", {})
    for name, shape in shape_of(model).items():
        field = own.get(name)
        if field is None:
            continue
        if name in FIELDS:
            field["description"] = say(FIELDS[name])
        _narrow(field, shape, words)


def _narrow(field: dict[str, Any], shape: FieldShape, words: Words) -> None:
    if shape.word and words.get(shape.word):
        known = list(words[shape.word])
        field.pop("pattern", None)
        field["enum"] = known if shape.required else [*known, None]


def files_of(words: Words) -> dict[str, str]:
    """The schema files and the editor's settings that point at them, by their paths in a workspace."""
    found: dict[str, str] = {}
    patterns: dict[str, str] = {}
    for name in (*KINDS, *OTHERS):
        path = f".vscode/schemas/{name}.json"
        found[path] = json.dumps(schema_of(name, words), ensure_ascii=False, indent=1) + "\n"
        folder = f"ledgers/{KINDS[name].folder}/**/*.yaml" if name in KINDS else OTHERS[name][1]
        patterns[path] = folder
    settings = {"yaml.schemas": patterns, "yaml.customTags": [], "yaml.yamlVersion": "1.2"}
    found[".vscode/settings.json"] = json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
    return found
