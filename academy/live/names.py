"""Names the live layer uses in the database."""

CHANGES = "live_changes"
REQUESTS = "live_requests"
CHANNEL = "live"
