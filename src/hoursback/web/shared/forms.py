"""How every form of the app is drawn: label, box, help and error together, error said where it happened."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template import engines

_BUILT_IN = "django/forms/"


class Renderer(DjangoTemplates):
    """Forms as our own field groups, looked up through the app's templates so that they can use tags."""

    form_template_name = "shared/form.html"
    field_template_name = "shared/field.html"

    def get_template(self, template_name: str) -> Any:
        """Django's boxes come with Django; whatever else is ours."""
        if template_name.startswith(_BUILT_IN):
            return super().get_template(template_name)
        return engines["django"].get_template(template_name)
