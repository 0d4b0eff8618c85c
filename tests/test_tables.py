"""The tables against the customer's list of 56, read from `tests/data/tables.json` and not from the models."""

import json
import re
import types
from datetime import datetime
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from academy.core.badges import BadgeData
from academy.core.fields import PydanticJSON, Record
from academy.tables import metadata

Spec = dict[str, Any]
DOCUMENT: dict[str, Spec] = json.loads((Path(__file__).parent / "data" / "tables.json").read_text())
ADDED_TABLES = {
    "auth_identities",
    "auth_sessions",
    "login_tokens",
    "email_changes",
    "rate_limits",
    "role_assignments",
    "organization_memberships",
    "organization_domains",
    "organization_seats",
    "seat_movements",
    "invite_imports",
    "cohort_sessions",
    "purchases",
    "offers",
    "offer_courses",
    "local_objects",
    "local_events",
    "local_requests",
    "promotion_codes",
    "tax_rates",
    "refunds",
    "subscriptions",
    "entitlements",
    "local_checkouts",
    "inbound_events",
    "mail_messages",
    "session_reminders",
    "mail_attempts",
    "mail_reports",
    "mail_suppressions",
    "notification_settings",
    "digest_items",
    "notifications",
    "notification_preferences",
    "audit_entries",
    "stored_files",
    "seat_holds",
    "queued_jobs",
    "live_presence",
    "live_workers",
    "webhook_endpoints",
    "webhook_lines",
    "webhook_events",
    "webhook_attempts",
    "thread_tags",
    "thread_readings",
    "place_readings",
    "content_revisions",
    "content_mentions",
    "content_flags",
    "moderation_cases",
    "moderation_actions",
    "user_suspensions",
    "spam_phrases",
    "drafts",
    "discussion_files",
    "member_profiles",
    "person_blocks",
    "dismissed_suggestions",
    "thread_news",
    "external_accounts",
    "premium_grants",
}
# Where a field goes by another name, or is gone (None), and why.
RENAMED: dict[str, tuple[str | None, str]] = {
    "users.tokenIdentifier": (None, "people are known by auth_identities(issuer, subject), of which one may have many"),
    "organizationInvites.inviteToken": ("token_hash", "only the hash of the token is kept"),
    "analyticsEvents.sessionId": ("visitor_id", "it is no id of a course session"),
    "webhookDeliveries.payload": (None, "kept once for all who are told, as sent, in webhook_events.body"),
    "learningPaths.bundleDiscount": (None, "derived from the price of the bundle and those of its courses"),
}
# Where a field may be empty although the document requires it.
NULLABLE = {
    "certificates.badgeImageId": "a job draws the badge after the certificate was issued",
    "certificates.pdfId": "a job makes the document after the certificate was issued",
    "learningGainAnalytics.percentageGain": "undefined from a score of 0",
    "learningGainAnalytics.normalizedGain": "undefined from a score of 100",
}
# Where a field is of another type.
RETYPED = {
    "resourceInteractions.resourceId": (sa.Integer, "any kind of library item, named by resource_type"),
    "userBookmarks.resourceId": (sa.Integer, "any kind of library item, named by resource_type; keys are integers"),
}
# Where an enum says something else.
REWORDED = {
    "userPathEnrollments.paymentType": ({"bundle": "bundled"}, "one word for it, as in learningPaths.pricingModel"),
}
# What an enum has besides.
EXTENDED = {
    "threadInteractions.interaction": ["mute"],
    "organizationManagers.permissions": ["manage_seats", "manage_billing", "manage_managers", "manage_settings"],
}
# Where an index is over other columns, or is gone (None).
REINDEXED: dict[str, tuple[tuple[str, ...] | None, str]] = {
    "users.by_token": (None, "auth_identities has ix_auth_identities_by_issuer_subject"),
    "resourceInteractions.by_resource": (("resource_type", "resource_id"), "any kind of library item"),
    "resourceInteractions.by_user_resource": (("user_id", "resource_type", "resource_id"), "any kind of library item"),
}
# Embedded values that follow a standard instead of the document.
STANDARD = {"badgeData": (BadgeData, "Open Badges 3.0; neither of the document's two shapes is valid")}


def snake(name: str) -> str:
    name = name.replace("B2C", "_b2c").replace("B2B", "_b2b").replace("linkedIn", "linkedin")
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def column_name(path: str) -> str | None:
    return RENAMED[path][0] if path in RENAMED else snake(path.partition(".")[2])


FIELDS = [
    pytest.param(table, name, spec, id=f"{table}.{name}")
    for table, of in DOCUMENT.items()
    for name, spec in of["fields"].items()
    if column_name(f"{table}.{name}") is not None
]
INDEXES = [
    pytest.param(table, index["name"], index["fields"], id=f"{table}.{index['name']}")
    for table, of in DOCUMENT.items()
    for index in of["indexes"]
]


def test_the_list_is_whole() -> None:
    assert len(DOCUMENT) == 56
    assert sum(len(table["fields"]) for table in DOCUMENT.values()) == 588
    assert sum(len(table["indexes"]) for table in DOCUMENT.values()) == 143
    assert sum(len(table.get("search_indexes", ())) for table in DOCUMENT.values()) == 3


def test_there_are_the_documents_tables_and_those_we_added() -> None:
    assert set(metadata.tables) == {snake(name) for name in DOCUMENT} | ADDED_TABLES


@pytest.mark.parametrize("exceptions", [RENAMED, NULLABLE, RETYPED, REWORDED])
def test_every_exception_is_about_a_field_of_the_document(exceptions: dict[str, Any]) -> None:
    for path in exceptions:
        table, _, name = path.partition(".")
        assert name in DOCUMENT[table]["fields"]


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_table_has_an_integer_key_and_knows_when_a_row_was_made(table: sa.Table) -> None:
    assert [column.name for column in table.primary_key] == ["id"]
    assert isinstance(table.c.id.type, sa.Integer)
    assert isinstance(table.c.created_at.type, UTCDateTime)
    assert not table.c.created_at.nullable


@pytest.mark.parametrize(("table", "name", "spec"), FIELDS)
def test_field(table: str, name: str, spec: Spec) -> None:
    path = f"{table}.{name}"
    column = metadata.tables[snake(table)].c[column_name(path) or ""]
    assert column.nullable == (spec.get("optional", False) or path in NULLABLE)
    if path in RETYPED:
        assert isinstance(column.type, RETYPED[path][0])
        return
    {
        "string": is_text,
        "number": is_number,
        "boolean": is_boolean,
        "id": is_reference,
        "enum": is_choice,
        "array": is_embedded,
        "object": is_embedded,
        "any": is_embedded,
    }[spec["type"]](column, spec, path)


def is_text(column: sa.Column[Any], _spec: Spec, _path: str) -> None:
    assert isinstance(column.type, AutoString)


def is_number(column: sa.Column[Any], _spec: Spec, path: str) -> None:
    is_moment = path.endswith(("At", "Until", "Date", "timestamp", "periodStart", "periodEnd", "Deadline"))
    is_money = "price" in path.lower()
    assert isinstance(column.type, UTCDateTime) == is_moment
    assert is_moment or isinstance(column.type, sa.Integer if is_money else sa.Integer | sa.Float)


def is_boolean(column: sa.Column[Any], _spec: Spec, _path: str) -> None:
    assert isinstance(column.type, sa.Boolean)


def is_reference(column: sa.Column[Any], spec: Spec, _path: str) -> None:
    target = "stored_files" if spec["table"] == "_storage" else snake(spec["table"])
    assert {key.target_fullname for key in column.foreign_keys} == {f"{target}.id"}
    assert all(key.ondelete for key in column.foreign_keys)


def is_choice(column: sa.Column[Any], spec: Spec, path: str) -> None:
    reworded, _ = REWORDED.get(path, ({}, ""))
    assert isinstance(column.type, sa.Enum)
    assert column.type.enums == [*(reworded.get(value, value) for value in spec["values"]), *EXTENDED.get(path, ())]
    assert column.type.create_constraint
    assert not column.type.native_enum


def is_embedded(column: sa.Column[Any], spec: Spec, path: str) -> None:
    assert isinstance(column.type, PydanticJSON)
    field = path.partition(".")[2]
    if path in EXTENDED:
        values = [member.value for member in get_args(column.type.annotation)[0]]
        assert values == [*spec["of"]["values"], *EXTENDED[path]]
    elif field in STANDARD:
        assert column.type.annotation is STANDARD[field][0]
    else:
        follows(column.type.annotation, spec)


def follows(annotation: Any, spec: Spec) -> None:
    """Assert that a Python type says what the document says of a value."""
    if spec["type"] == "object":
        assert issubclass(annotation, BaseModel)
        assert list(annotation.model_fields) == [snake(name) for name in spec["fields"]]
        for name, part in spec["fields"].items():
            inner = without_none(
                annotation.model_fields[snake(name)].annotation, is_optional=part.get("optional", False)
            )
            follows(inner, part)
    elif spec["type"] == "array":
        assert get_origin(annotation) in (list, tuple)
        follows(get_args(annotation)[0], spec["of"])
    elif spec["type"] == "enum":
        assert [member.value for member in annotation] == spec["values"]
    else:
        python_types = {"string": [str], "number": [int, float, datetime], "boolean": [bool], "id": [int]}
        assert spec["type"] == "any" or annotation in python_types[spec["type"]] or "AwareDatetime" in repr(annotation)


def without_none(annotation: Any, *, is_optional: bool) -> Any:
    is_union = get_origin(annotation) in (Union, types.UnionType)
    assert is_union == is_optional
    return next(part for part in get_args(annotation) if part is not type(None)) if is_union else annotation


@pytest.mark.parametrize(("table", "name", "fields"), INDEXES)
def test_index(table: str, name: str, fields: list[str]) -> None:
    columns: tuple[str | None, ...] | None = tuple(column_name(f"{table}.{field}") for field in fields)
    columns, _ = REINDEXED.get(f"{table}.{name}", (columns, ""))
    found = {index.name: tuple(index.columns.keys()) for index in metadata.tables[snake(table)].indexes}
    assert found.get(f"ix_{snake(table)}_{name}") == columns


@pytest.mark.parametrize("table", [name for name, of in DOCUMENT.items() if of.get("search_indexes")])
def test_search_index(table: str) -> None:
    (index,) = DOCUMENT[table]["search_indexes"]
    assert metadata.tables[snake(table)].info["search"] == (snake(index["searchField"]),)
    assert {snake(name) for name in index["filterFields"]} <= set(metadata.tables[snake(table)].c.keys())


def test_every_model_is_named_for_one_row() -> None:
    models = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    assert {model.__tablename__ for model in models} == set(metadata.tables)
    assert all(issubclass(model, Record) and model.__doc__ for model in models)
