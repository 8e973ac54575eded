from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capture", "0005_rates_and_closed_weeks")]

    operations = [
        migrations.AlterField(model_name="rate", name="hundredths", field=models.IntegerField(null=True)),
    ]
