"""Why a collège cannot be answered; pages and the web API tell it in French."""


class UnknownCollegeError(LookupError):
    """No collège has this UAI."""


class CollegeNotLocatedError(LookupError):
    """The directory gives this collège no coordinates."""


class NoTimetableError(LookupError):
    """No network in service covers the collège, or its folder cannot be read."""
