"""Totals of everybody together by activity and week."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def as_one_tree(apps: Any, schema_editor: Any) -> None:
    """On SQLite, keep the totals in the tree of their key, as the others are."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'capture_activityweek'")
        (made,) = cursor.fetchone()
        cursor.execute("DROP TABLE capture_activityweek")
        cursor.execute(f"{made} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [("capture", "0003_import_lean_rows")]

    operations = [
        migrations.CreateModel(
            name="ActivityWeek",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "workspace", "week", "activity", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
                ("week", models.IntegerField()),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.activity",
                    ),
                ),
                ("seconds", models.BigIntegerField()),
                ("entries", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("entries__gt", 0)), name="activity_week_has_entries")
                ]
            },
            managers=[],
        ),
        migrations.RunPython(as_one_tree, migrations.RunPython.noop),
        migrations.RunSQL(
            "INSERT INTO capture_activityweek (workspace_id, week, activity_id, seconds, entries) "
            "SELECT workspace_id, week, activity_id, SUM(seconds), SUM(entries) FROM capture_weektotal "
            "GROUP BY workspace_id, week, activity_id",
            migrations.RunSQL.noop,
        ),
    ]
