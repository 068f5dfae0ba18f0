from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "geo_matching.schools"
    label = "schools"
    verbose_name = "Collèges\u202f: classes et élèves"
