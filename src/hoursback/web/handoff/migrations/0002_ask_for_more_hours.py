from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handoff", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="timesheet",
            name="cap_asked",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="hours asked for"),
        ),
        migrations.AddField(
            model_name="timesheet",
            name="cap_asked_because",
            field=models.CharField(blank=True, max_length=300, verbose_name="why more hours are asked for", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="timesheet",
            name="cap_refused",
            field=models.CharField(blank=True, max_length=300, verbose_name="why more hours were refused", default=""),
            preserve_default=False,
        ),
    ]
