"""Wall times of a zone as moments, also on the two days of a year on which a clock is put on or back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from bot.surfaces.discord.options import DigestTimes, QuietHours


def quiet(hours: QuietHours | None, now: int) -> bool:
    """Whether it is quiet at this moment, in unix milliseconds; the clock on the wall decides."""
    if hours is None:
        return False
    clock = local(now, hours.zone).time()
    if hours.begins < hours.ends:
        return hours.begins <= clock < hours.ends
    return clock >= hours.begins or clock < hours.ends


def last_time(times: DigestTimes, now: int) -> int:
    """The newest of the times that is not after this moment."""
    return max(moment for moment in _moments(times, now) if moment <= now)


def next_time(times: DigestTimes, now: int) -> int:
    """The first of the times that is after this moment."""
    return min(moment for moment in _moments(times, now) if moment > now)


def local(moment: int, zone: tzinfo) -> datetime:
    """The wall time of a moment."""
    return datetime.fromtimestamp(moment / 1000, zone)


def _moments(times: DigestTimes, now: int) -> Iterator[int]:
    """The times of the days around a moment.

    A time that the clock jumps over comes when it would have been without the jump, one that it shows twice comes the
    first time: each once a day (datetime with fold=0).
    """
    today = local(now, times.zone).date()
    for days in range(-2, 3):  # two: a zone may leave out a whole day, as Samoa did in 2011
        for clock in times.at:
            moment = datetime.combine(today + timedelta(days), clock, times.zone)
            yield round(moment.timestamp() * 1000)
