"""Fee and departures may be ranges; taken away and added anew, for a number does not turn into a range by itself."""

from django.db import migrations

import hoursback.web.shared.figurefield


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(model_name="person", name="fee"),
        migrations.RemoveField(model_name="person", name="leaves_per_year"),
        migrations.AddField(
            model_name="person",
            name="fee",
            field=hoursback.web.shared.figurefield.FigureField(
                blank=True, null=True, verbose_name="fee on top of the price, as a share"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="leaves_per_year",
            field=hoursback.web.shared.figurefield.FigureField(blank=True, null=True, verbose_name="departures a year"),
        ),
    ]
