from geo_matching.schools.models.school_class import SchoolClass
from geo_matching.schools.models.student import Student
from geo_matching.schools.models.week import SchoolWeek

__all__ = ["SchoolClass", "SchoolWeek", "Student"]
