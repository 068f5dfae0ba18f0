"""Accounts in the administration pages."""

from geo_matching.accounts import partner_admin

__all__ = ["partner_admin"]
