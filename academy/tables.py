"""Every table there is: importing this fills the one metadata that migrations, triggers and tests read."""

from sqlmodel import SQLModel

from academy.assessments import models as assessments
from academy.catalog import models as catalog
from academy.commerce import models as commerce
from academy.community import models as community
from academy.core import audit, files, limits
from academy.credentials import models as credentials
from academy.enrollment import models as enrollment
from academy.identity import models as identity
from academy.insights import models as insights
from academy.learning import models as learning
from academy.library import models as library
from academy.live import models as live
from academy.managers import models as managers
from academy.marketing import models as marketing
from academy.notifications import models as notifications
from academy.organizations import models as organizations
from academy.paths import models as paths
from academy.privacy import models as privacy
from academy.skills import models as skills
from academy.tutor import models as tutor
from academy.webhooks import models as webhooks

__all__ = [
    "assessments",
    "audit",
    "catalog",
    "commerce",
    "community",
    "credentials",
    "enrollment",
    "files",
    "identity",
    "insights",
    "learning",
    "library",
    "limits",
    "live",
    "managers",
    "marketing",
    "metadata",
    "notifications",
    "organizations",
    "paths",
    "privacy",
    "skills",
    "tutor",
    "webhooks",
]

metadata = SQLModel.metadata
