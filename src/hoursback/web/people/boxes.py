"""Form boxes for people: skills as rows, a list as lines, a share as per cent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoursback.engine.figures import Figure
from hoursback.engine.people import LEVELS
from hoursback.web.shared.figurefield import FigureBox

LONGEST_NAME, MOST_SKILLS, MOST_LINES = 200, 50, 100
SPARE_ROWS = 3
LEVEL_WORDS = (
    *((1, _("1 · beginner")), (2, _("2 · with help")), (3, _("3 · on their own"))),
    *((4, _("4 · very good")), (5, _("5 · expert"))),
)


def skill_name(text: str) -> str:
    """A skill as it is compared: whatever its case and spaces, as in a settings file."""
    return " ".join(text.split()).casefold()


class SkillRows(forms.Widget):
    """Rows of a skill and its level, with spare ones to fill in; more by a button where scripts run."""

    template_name = "people/skill_rows.html"
    use_fieldset = True
    known: tuple[str, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        skills, levels = data.getlist(name), data.getlist(f"{name}_level")
        levels += [""] * (len(skills) - len(levels))
        return [(skill, level) for skill, level in zip(skills, levels, strict=False) if skill.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = list(value.items()) if isinstance(value, dict) else list(value or [])
        filled = [(skill, str(level)) for skill, level in rows]
        context["rows"] = [*filled, *[("", "3")] * SPARE_ROWS]
        context["levels"] = [(str(level), word) for level, word in LEVEL_WORDS]
        context["known"] = self.known
        return context

    def id_for_label(self, id_: str) -> str:
        return ""


class SkillsField(forms.Field):
    """{skill: level}; None where no row is filled, which means "meets whatever is asked"."""

    widget = SkillRows

    def clean(self, value: Any) -> dict[str, int] | None:
        found: dict[str, int] = {}
        for text, level in value or []:
            name = skill_name(text)
            if not level.isdecimal() or int(level) not in LEVELS:
                raise ValidationError(_("Choose a level from 1 to 5 for “%(skill)s”."), params={"skill": text.strip()})
            if len(name) > LONGEST_NAME:
                raise ValidationError(_("The name of a skill has 200 characters at most."))
            if name in found:
                raise ValidationError(_("“%(skill)s” stands there twice."), params={"skill": text.strip()})
            found[name] = int(level)
        if len(found) > MOST_SKILLS:
            raise ValidationError(_("A person has 50 skills at most here."))
        return found or None


class LinesField(forms.CharField):
    """A list, one line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=10_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_NAME for line in lines):
            raise ValidationError(_("100 lines of 200 characters are the most."))
        return list(dict.fromkeys(lines))


class PercentBox(FigureBox):
    """A share, typed and shown as per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(highest=100.0, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value.scaled(100) if isinstance(value, Figure) else value)

    def clean(self, value: Any) -> Figure | None:
        text = value.replace("%", " ") if isinstance(value, str) else value
        figure = super().clean(text)
        if figure is None:
            return None
        low, high = round(figure.low / 100, 10), round(figure.high / 100, 10)
        return Figure.exact(low) if figure.is_exact else Figure.stated_range(low, high)
