"""Totals keyed by what they count, and one index of entries that finds days and keeps prints unique."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def as_one_tree(apps: Any, schema_editor: Any) -> None:
    """On SQLite, keep the totals in the tree of their key; a later change of these tables would undo it, harmlessly."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in ("capture_daytotal", "capture_weektotal"):
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            (made,) = cursor.fetchone()
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"{made} WITHOUT ROWID")


def total(name: str, column: str) -> migrations.CreateModel:
    """One of the two tables of totals.

    The columns of the key stand first and in its order: the integrity check of SQLite 3.40 looks at the wrong ones of
    a table without row ids otherwise, and cries wolf.
    """
    cascade = django.db.models.deletion.CASCADE
    return migrations.CreateModel(
        name=name,
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "workspace",
                    column,
                    "activity",
                    "person",
                    blank=True,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            (
                "workspace",
                models.ForeignKey(
                    db_index=False, editable=False, on_delete=cascade, related_name="+", to="accounts.workspace"
                ),
            ),
            (column, models.IntegerField()),
            ("activity", models.ForeignKey(db_index=False, on_delete=cascade, related_name="+", to="capture.activity")),
            ("person", models.ForeignKey(db_index=False, on_delete=cascade, related_name="+", to="people.person")),
            ("seconds", models.BigIntegerField()),
            ("entries", models.IntegerField()),
        ],
        options={
            "constraints": [
                models.CheckConstraint(condition=models.Q(("entries__gt", 0)), name=f"{column}_total_has_entries")
            ]
        },
        managers=[],
    )


class Migration(migrations.Migration):
    dependencies = [("capture", "0002_timer_labels_and_reminders")]

    operations = [
        migrations.DeleteModel(name="DayTotal"),
        migrations.DeleteModel(name="WeekTotal"),
        total("DayTotal", "day"),
        total("WeekTotal", "week"),
        migrations.RunPython(as_one_tree, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="entry", name="imported_once"),
        migrations.RemoveIndex(model_name="entry", name="entry_by_day"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("workspace", "day", "mark"), name="imported_once"),
        ),
    ]
