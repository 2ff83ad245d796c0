"""Which files are made of a session; how they look belongs to `bot.papers`."""

from enum import Enum


class Paper(Enum):
    """A kind of file."""

    # An entry for one's calendar.
    CALENDAR = "calendar"
    # Registrations, for Excel.
    WORKBOOK = "workbook"
    # Registrations, for any program.
    SEPARATED = "separated"
    # A list to print and sign.
    ATTENDANCE_LIST = "attendance_list"
    # The public report, to be edited.
    REPORT = "report"
    # What moderators know beforehand.
    BRIEF = "brief"
