"""How every form of the app is drawn: label, box, help and error together, error said where it happened.

Boxes are drawn by Jinja, which takes a fifth of the time: a page with a form is mostly boxes.
"""

from __future__ import annotations

from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import Jinja2
from django.template import engines
from django.utils.functional import cached_property
from django.utils.translation import gettext

_BOXES = ("django/forms/", "shared/field.html", "shared/options.html")


class Renderer(Jinja2):
    """Forms as our own field groups; Django's boxes come with Django."""

    form_template_name = "shared/form.html"
    field_template_name = "shared/field.html"

    @cached_property
    def engine(self) -> Any:
        """Jinja with what a field needs besides its own figures."""
        engine: Any = super().engine
        engine.env.globals.update(_=gettext, marks_required=marks_required)
        return engine

    def get_template(self, template_name: str) -> Any:
        """Boxes from Jinja; whatever else is ours is looked up among the app's templates, so that it can use tags."""
        if template_name.startswith(_BOXES):
            return self.engine.get_template(template_name)
        return engines["django"].get_template(template_name)


def marks_required(field: BoundField) -> bool:
    """Whether to write "required" beside a field: only where other boxes of its form may stay empty."""
    if not field.field.required:
        return False
    return any(not box.field.required for box in field.form.visible_fields() if box.widget_type != "checkbox")
