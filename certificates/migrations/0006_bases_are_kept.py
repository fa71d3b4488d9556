"""Nothing is granted on an application that is not there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_carry_over")]

    operations = [
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(basis="APPLICATION", application__isnull=False)
                | models.Q(
                    basis__in=["FOUNDING", "ROSTER"], application__isnull=True
                ),
                name="certificates_credential_has_its_basis",
            ),
        ),
    ]
