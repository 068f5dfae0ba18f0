"""Accounts in the administration pages."""

from geo_matching.accounts.season_admin import AccessLogAdmin, LogEntryAdmin, SeasonAdmin

__all__ = ["AccessLogAdmin", "LogEntryAdmin", "SeasonAdmin"]
