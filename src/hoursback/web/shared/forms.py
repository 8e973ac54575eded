"""How every form of the app is drawn: label, box, help and error together, error said where it happened."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Forms as our own field groups; looked up through the app's templates, so that they can use tags."""

    form_template_name = "shared/form.html"
    field_template_name = "shared/field.html"

    @property
    def engine(self) -> object:  # type: ignore[override]
        from django.template import engines

        return engines["django"]
