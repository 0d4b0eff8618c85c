"""What administrators look after besides the domains: the academy's own work, its people, and the record."""

from academy.admin.service.jobs import (
    CEILING,
    cancel_job,
    failed_jobs,
    job_counts,
    job_detail,
    job_page,
    periodic_jobs,
    retry_jobs,
    run_job_now,
)
from academy.admin.service.people import person_detail, person_mail, person_page, scope_choices, take_administration
from academy.admin.service.trail import person_trail, trail_page

__all__ = [
    "CEILING",
    "cancel_job",
    "failed_jobs",
    "job_counts",
    "job_detail",
    "job_page",
    "periodic_jobs",
    "person_detail",
    "person_mail",
    "person_page",
    "person_trail",
    "retry_jobs",
    "run_job_now",
    "scope_choices",
    "take_administration",
    "trail_page",
]
