"""A pupil entered or corrected by hand: three fields, as on the class list."""

from django import forms

from geo_matching.common.text import one_line
from geo_matching.schools.enrolment import NewPupil
from geo_matching.schools.models import Student
from geo_matching.schools.queries import pupils_of
from geo_matching.schools.sources.class_list import (
    MAX_CLASS,
    MAX_NAME,
    Row,
    class_key,
    fault_of,
    name_key,
)
from qpv_data.models import College


class PupilForm(forms.Form):
    """The name and class of a pupil; `pupil` is what it asks."""

    last_name = forms.CharField(
        label="Nom", max_length=MAX_NAME, error_messages={"required": "Écrivez le nom."}
    )
    first_name = forms.CharField(
        label="Prénom", max_length=MAX_NAME, error_messages={"required": "Écrivez le prénom."}
    )
    class_name = forms.CharField(
        label="Classe",
        max_length=MAX_CLASS,
        error_messages={"required": "Écrivez la classe, par exemple 3e A."},
    )
    # Two pupils may have one name: asked once, then believed.
    same_name = forms.BooleanField(label="C'est bien un autre élève du même nom", required=False)

    def __init__(
        self, *args: object, college: College, student: Student | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.college, self.student = college, student
        self.asks_same_name = False

    def clean(self) -> None:
        values = {
            name: one_line(self.cleaned_data.get(name, ""))
            for name in ("last_name", "first_name", "class_name")
        }
        if not all(values.values()):
            return
        fault = fault_of(Row(0, **values))
        if fault is not None:
            self.add_error(fault[0], fault[2])
            return
        self.pupil = NewPupil(**values)
        if not self.cleaned_data.get("same_name") and self._is_known():
            self.asks_same_name = True
            self.add_error("last_name", "Un élève de cette classe porte déjà ce nom.")

    def _is_known(self) -> bool:
        wanted = name_key(self.pupil.last_name, self.pupil.first_name)
        others = pupils_of(self.college)
        if self.student is not None:
            others = others.exclude(pk=self.student.pk)
        return any(
            name_key(last, first) == wanted and class_key(name) == class_key(self.pupil.class_name)
            for last, first, name in others.values_list(
                "user__last_name", "user__first_name", "school_class__name"
            )
        )
