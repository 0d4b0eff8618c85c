"""Puts the content into the database."""
