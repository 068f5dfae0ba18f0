"""A school hands in its class list: what it would change is shown first, then done at once."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from geo_matching.accounts.permissions import View
from geo_matching.common.errors import InputError
from geo_matching.schools.class_list_plan import Plan
from geo_matching.schools.current import render_school, school_page
from geo_matching.schools.enrolment import apply_list, preview
from geo_matching.schools.sources.class_file import MAX_BYTES
from geo_matching.schools.sources.class_list import ClassList, Row, read_class_list
from geo_matching.schools.words import counted
from qpv_data.models import College

# Between preview and confirmation the names stand on the page alone, signed: the service keeps
# nothing that it would have to protect, and to erase when nobody confirms.
_SALT = "schools.class_list"
_VALID_S = 2 * 3600
MOST_NOTICES = 200

TOO_HEAVY = "Choisissez un fichier CSV ou XLSX de 2\u202fMo au plus."
TOO_OLD = "Cette vérification est trop ancienne\u202f: choisissez à nouveau votre fichier."
CHANGED = (
    "Vos classes ont changé depuis que cette page est ouverte\u202f: voici ce que la liste ferait "
    "maintenant."
)


def _in_memory(view: View) -> View:
    """Have uploads read in memory only, which must be said before anything reads the form."""

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [MemoryFileUploadHandler(request)]
        return view(request, *args, **kwargs)

    return reading


@never_cache
# Checked by csrf_protect below: the middleware would read the form too early.
@csrf_exempt
@_in_memory
@school_page("classes.manage")
@csrf_protect
def import_list(request: HttpRequest, college: College) -> HttpResponse:
    """Ask for a file, then show what it would change."""
    if request.method != "POST":
        return _ask(request, college)
    uploaded = request.FILES.get("list")
    if uploaded is None or uploaded.size is None or uploaded.size > MAX_BYTES:
        return _ask(request, college, TOO_HEAVY)
    try:
        listed = read_class_list(uploaded.read())
    except InputError as error:
        return _ask(request, college, error.message)
    return _show(request, college, listed)


@never_cache
@school_page("classes.manage")
def confirm_list(request: HttpRequest, college: College) -> HttpResponse:
    """Do what the preview showed."""
    if request.method != "POST":
        return redirect("class_import")
    try:
        kept = signing.loads(request.POST.get("list", ""), salt=_SALT, max_age=_VALID_S)
    except signing.BadSignature:
        return _ask(request, college, TOO_OLD)
    if kept["college"] != college.uai:
        return _ask(request, college, TOO_OLD)
    listed = ClassList(tuple(Row(*row) for row in kept["rows"]), ())
    done = apply_list(college, listed, kept["digest"])
    if done is None:
        return _show(request, college, listed, CHANGED)
    messages.success(request, _said(done))
    return redirect("class")


def _ask(request: HttpRequest, college: College, error: str = "") -> HttpResponse:
    context = {"page": "class", "error": error}
    response = render_school(request, "schools/import.html", college, context)
    response.status_code = 400 if error else 200
    return response


def _show(
    request: HttpRequest, college: College, listed: ClassList, warning: str = ""
) -> HttpResponse:
    plan = preview(college, listed)
    context: dict[str, Any] = {
        "page": "class",
        "plan": plan,
        "warning": warning,
        "notices": plan.notices[:MOST_NOTICES],
        "list": signing.dumps(
            {
                "college": college.uai,
                "digest": plan.digest,
                "rows": [
                    (row.line, row.last_name, row.first_name, row.class_name) for row in listed.rows
                ],
            },
            salt=_SALT,
            compress=True,
        ),
    }
    return render_school(request, "schools/import_preview.html", college, context)


def _said(plan: Plan) -> str:
    if not plan.changes:
        return "Rien n'a changé\u202f: tous ces élèves étaient déjà là."
    said = []
    if plan.added:
        said.append(counted(len(plan.added), "élève ajouté", "élèves ajoutés"))
    if plan.moved:
        said.append(counted(len(plan.moved), "élève changé de classe", "élèves changés de classe"))
    codes = " Imprimez maintenant leurs codes." if plan.added else ""
    return f"{' et '.join(said)}.{codes}"
