"""Slack: into a workspace by the admin methods of Enterprise or by invite link, into channels by the ordinary ones."""

from typing import Any

from academy.community.adapters.protocol import Adapter, Capabilities, Member, Refused, Unknown, ask, told
from academy.core.settings import settings

THERE_ALREADY = {
    "already_in_team",
    "already_in_channel",
    "user_already_team_member",
    "already_invited",
    "sent_recently",
}
GONE_ALREADY = {"not_in_channel", "user_not_found", "users_not_found", "user_already_deleted"}
ONLY_BY_LINK = {
    "feature_not_enabled", "missing_scope", "not_allowed_token_type", "not_an_admin", "not_an_enterprise",
    "enterprise_is_restricted", "team_access_not_granted", "unknown_method",
}  # fmt: skip
"""What a workspace says that has no such methods, or whose token may not use them."""
BAD_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}


class Slack(Adapter):
    """A workspace, `external_id` being its team id; with `channel_ids` people are put into these."""

    capabilities = Capabilities(adds=True, removes=True)

    def check(self) -> str:
        return str(self._ask("auth.test").get("team", ""))

    def find(self, member: Member) -> str | None:
        if member.external_id:
            return member.external_id
        said = self._ask("users.lookupByEmail", fine={"users_not_found"}, email=member.email)
        user: dict[str, Any] = said.get("user") or {}
        return str(user["id"]) if user.get("id") and not user.get("deleted") else None

    def add(self, member: Member) -> str | None:
        found = self.find(member)
        if found is not None:
            for channel in self.way.settings.channel_ids:
                self._ask("conversations.invite", fine=THERE_ALREADY, channel=channel, users=found)
            return found
        if not self.way.external_id or not self.way.settings.channel_ids:
            return None
        channels = ",".join(self.way.settings.channel_ids)
        said = self._ask(
            "admin.users.invite",
            fine=THERE_ALREADY | ONLY_BY_LINK,
            team_id=self.way.external_id,
            email=member.email,
            real_name=member.name,
            channel_ids=channels,
        )
        return None if said.get("error") in ONLY_BY_LINK else ""

    def remove(self, member: Member) -> None:
        found = self.find(member)
        if found is None:
            raise Unknown("Slack")
        if self.way.external_id:
            fine = GONE_ALREADY | ONLY_BY_LINK
            said = self._ask("admin.users.remove", fine=fine, team_id=self.way.external_id, user_id=found)
            if said.get("error") not in ONLY_BY_LINK:
                return
        if not self.way.settings.channel_ids:
            raise Refused("This Slack workspace lets no app remove people. Remove them by hand.")
        for channel in self.way.settings.channel_ids:
            self._ask("conversations.kick", fine=GONE_ALREADY, channel=channel, user=found)

    def _ask(self, method: str, *, fine: set[str] | frozenset[str] = frozenset(), **asked: str) -> dict[str, Any]:
        """Call a method; Slack answers 200 whatever it thinks, and says in `error` what is wrong."""
        headers = {"Authorization": f"Bearer {self.way.secrets.token}"}
        said = told(ask("POST", f"{settings().slack_url}/{method}", headers=headers, data=asked))
        error = str(said.get("error") or ("" if said.get("ok") else "no_answer"))
        if not error or error in fine:
            return said
        if error in BAD_TOKEN:
            raise Refused("Slack does not accept the token. Enter a new one.")
        if error == "missing_scope":
            raise Refused(f"The token lacks a right that {method} needs: {said.get('needed', 'see Slack')}.")
        raise Refused(f"Slack refused {method}: {error.replace('_', ' ')}.")
