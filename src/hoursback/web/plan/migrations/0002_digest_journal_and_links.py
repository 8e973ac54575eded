from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="share",
            options={"ordering": ("-pk",)},
        ),
        migrations.AddField(
            model_name="line",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="madeplan",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="madeplan",
            name="kept_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="madeplan",
            name="started_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="share",
            name="label",
            field=models.CharField(blank=True, max_length=200, verbose_name="for whom"),
        ),
        migrations.AlterField(
            model_name="limits",
            name="has_builtin_roles",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="offer roles to be found at the market's price"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="decided_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddConstraint(
            model_name="madeplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                fields=("workspace", "digest"),
                name="one_plan_for_what_it_saw",
            ),
        ),
    ]
