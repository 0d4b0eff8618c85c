"""What administrators look after besides the domains: the academy's own work."""

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

__all__ = [
    "CEILING",
    "cancel_job",
    "failed_jobs",
    "job_counts",
    "job_detail",
    "job_page",
    "periodic_jobs",
    "retry_jobs",
    "run_job_now",
]
