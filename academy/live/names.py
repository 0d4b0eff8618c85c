"""Names the live layer uses in the database."""

CHANGES = "live_changes"
REQUESTS = "live_requests"
CHANNEL = "live"
JOB_REQUEST = "job:"
"""How the request ids of what a job writes once begin; the job's run id follows."""
