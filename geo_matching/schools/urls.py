"""The pages of a school; "Ma classe" itself stands with the applications it shows."""

from django.urls import path

from geo_matching.schools.views import class_list, classes, codes, pupils, switch, weeks

urlpatterns = [
    path("choisir/", switch.switch, name="college_switch"),
    path("classes/", classes.classes, name="school_classes"),
    path("classes/archiver/", classes.archive_class, name="school_class_archive"),
    path("codes/", codes.codes, name="pupil_codes"),
    path("codes/feuille/", codes.sheet, name="pupil_codes_sheet"),
    path("eleves/importer/", class_list.import_list, name="class_import"),
    path("eleves/importer/valider/", class_list.confirm_list, name="class_import_confirm"),
    path("eleves/ajouter/", pupils.add, name="pupil_add"),
    path("eleves/<int:pk>/", pupils.change, name="pupil_change"),
    path("semaines/", weeks.weeks, name="school_weeks"),
]
