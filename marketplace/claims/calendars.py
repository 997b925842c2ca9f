"""A meeting as a file that calendars read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from marketplace.claims.models import MeetingState
from marketplace.core.veiled import name_of

if TYPE_CHECKING:
    from marketplace.claims.models import Meeting

_STATUS = {
    MeetingState.PROPOSED: "TENTATIVE",
    MeetingState.ACCEPTED: "CONFIRMED",
    MeetingState.DECLINED: "CANCELLED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar_of(meeting: Meeting, *, page: str) -> bytes:
    """Return the iCalendar file of a meeting; `page` is the absolute address of its application.

    The same meeting keeps its identifier, and its number grows once it is settled, so that a
    calendar replaces what it had.
    """
    event = Event()
    event.add("uid", f"meeting-{name_of(meeting)}")
    event.add("dtstamp", meeting.settled_at or meeting.proposed_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("sequence", int(meeting.settled_at is not None))
    event.add("status", _STATUS[MeetingState(meeting.state)])
    event.add("summary", _("Meeting: %(demand)s") % {"demand": meeting.claim.demand.title})
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    event.add("description", "\n".join(filter(None, (meeting.text, meeting.link, page))))
    calendar = Calendar()
    calendar.add("prodid", "-//scenario marketplace//meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
