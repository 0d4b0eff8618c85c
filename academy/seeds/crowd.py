"""A larger academy for load work: the learners, their cohorts and seats again and again under other names.

Each copy keeps the shape of the original, and so its laws. Rows are inserted in bulk, past the services.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from academy.core.ids import public_id
from academy.identity.models import User, UserRole
from academy.seeds.content.people import LEARNERS, plain
from academy.seeds.planting.ground import Ground

Values = dict[str, Any]
DOMAIN = "crowd.example"
STRIDE = 7
USERS, COHORTS, ENROLLMENTS = "users", "cohorts", "enrollments"
ONE_OF_A_KIND = {
    "entitlement_id",
    "gateway_session_id",
    "payment_intent_id",
    "checkout_url",
    "receipt_number",
    "stripe_checkout_session_id",
    "stripe_payment_intent_id",
}
LEAVES = ("cohort_sessions", "seat_holds", "purchases", "waitlist")


class Crowd:
    """The rows to copy: the learners, and all that belongs to public cohorts.

    The people of the copies belong to no company, therefore private cohorts have none.
    """

    def __init__(self, ground: Ground) -> None:
        self.session = ground.session
        self.people = [ground.users[person.email] for person in LEARNERS]
        public = {cohort.id for cohort in ground.cohorts if not cohort.is_b2b}
        self.cohorts = [row for row in _rows(self.session, COHORTS) if row["id"] in public]
        self.enrollments = [row for row in _rows(self.session, ENROLLMENTS) if row["cohort_id"] in public]
        enrolled = {row["id"] for row in self.enrollments}
        self.leaves = {
            name: [
                row
                for row in _rows(self.session, name)
                if row.get("cohort_id", next(iter(public))) in public
                and row.get("enrollment_id", next(iter(enrolled))) in enrolled
            ]
            for name in LEAVES
        }

    def copy(self, number: int) -> None:
        """Plant one more of everything; `number` tells its people and cohorts apart."""
        users = [_user(user, self._family_of(index, number), number) for index, user in enumerate(self.people)]
        ids = {"user_id": _keys([user.id for user in self.people], _insert(self.session, USERS, users))}
        cohorts = [row | {"name": f"{row['name']} #{number + 1}"} for row in self.cohorts]
        ids["cohort_id"] = self._again(COHORTS, cohorts, ids)
        ids["enrollment_id"] = self._again(ENROLLMENTS, self.enrollments, ids)
        for name, rows in self.leaves.items():
            if rows:
                self.session.execute(sa.insert(SQLModel.metadata.tables[name]), _copies(rows, ids))

    def _family_of(self, index: int, number: int) -> User:
        return self.people[(index + number * STRIDE) % len(self.people)]

    def _again(self, name: str, rows: list[Values], ids: dict[str, dict[int, int]]) -> dict[int, int]:
        """Insert copies that refer to copies; return the id of each by that of its original."""
        return _keys([row["id"] for row in rows], _insert(self.session, name, _copies(rows, ids)))


def _copies(rows: list[Values], ids: dict[str, dict[int, int]]) -> list[Values]:
    copies = []
    for row in rows:
        copy = row | {column: known[row[column]] for column, known in ids.items() if column in row}
        copy |= dict.fromkeys(ONE_OF_A_KIND & copy.keys())
        del copy["id"]
        copies.append(copy | ({"public_id": public_id()} if "public_id" in row else {}))
    return copies


def _user(user: User, family: User, number: int) -> Values:
    """Somebody like `user`, with a family name of somebody else's."""
    name = f"{user.name.split()[0]} {family.name.split()[-1]}"
    values = user.model_dump(exclude={"id"})
    email = f"{'.'.join(plain(name).split())}.{number}-{user.id}@{DOMAIN}"
    return values | {"email": email, "name": name, "role": UserRole.INDIVIDUAL, "organization_id": None}


def _rows(session: Session, name: str) -> list[Values]:
    table = SQLModel.metadata.tables[name]
    return [dict(row) for row in session.execute(sa.select(table).order_by(table.c.id)).mappings()]


def _insert(session: Session, name: str, rows: list[Values]) -> list[int]:
    table = SQLModel.metadata.tables[name]
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def _keys(originals: list[int], copies: list[int]) -> dict[int, int]:
    return dict(zip(originals, copies, strict=True))
