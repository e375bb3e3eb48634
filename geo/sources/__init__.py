"""Bytes -> Report or Record: one module a format or a provider."""
