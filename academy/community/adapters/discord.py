"""Discord: our bot adds a member with the access that the person has granted, and takes a role or the member away."""

from http import HTTPStatus
from urllib.parse import quote

import httpx

from academy.community.adapters.protocol import Adapter, Capabilities, Member, Refused, ask, told
from academy.core.settings import settings

BAD_ACCESS = 50025
UNKNOWN_MEMBER = 10007
FULL = 30001


class Discord(Adapter):
    """A server. With a role set up, people keep their membership and lose the role."""

    capabilities = Capabilities(adds=True, removes=True, needs_account=True)

    def check(self) -> str:
        return str(self._done(self._ask("GET", "")).get("name", ""))

    def find(self, member: Member) -> str | None:
        answer = self._ask("GET", self._member(member))
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        self._done(answer)
        return member.external_id

    def add(self, member: Member) -> str | None:
        if not member.external_id or not member.token:
            raise Refused("Please connect your Discord account, so that we may add it.")
        role = self.way.settings.role_id
        body = {"access_token": member.token, **({"roles": [role]} if role else {})}
        answer = self._ask("PUT", self._member(member), json=body)
        self._done(answer)
        if role and answer.status_code == HTTPStatus.NO_CONTENT:
            self._done(self._ask("PUT", f"{self._member(member)}/roles/{quote(role, safe='')}"))
        return member.external_id

    def remove(self, member: Member) -> None:
        if not member.external_id:
            raise Refused("We do not know which Discord account is theirs.")
        role = self.way.settings.role_id
        path = self._member(member) + (f"/roles/{quote(role, safe='')}" if role else "")
        answer = self._ask("DELETE", path)
        if answer.status_code != HTTPStatus.NOT_FOUND or told(answer).get("code") != UNKNOWN_MEMBER:
            self._done(answer)

    def _member(self, member: Member) -> str:
        return f"/members/{quote(member.external_id, safe='')}"

    def _ask(self, method: str, path: str, **request: object) -> httpx.Response:
        guild = quote(self.way.external_id, safe="")
        headers = {"Authorization": f"Bot {self.way.secrets.token}"}
        return ask(method, f"{settings().discord_url}/guilds/{guild}{path}", headers=headers, **request)

    def _done(self, answer: httpx.Response) -> dict[str, object]:
        if answer.is_success:
            return told(answer)
        code = told(answer).get("code")
        if code == BAD_ACCESS:
            raise Refused("Discord does not accept the connection any more. Please connect your Discord account again.")
        if code == FULL:
            raise Refused("Discord says that this account is in as many servers as it may be. Leave one and try again.")
        words = {
            HTTPStatus.UNAUTHORIZED: "Discord does not accept the bot's token. Enter a new one.",
            HTTPStatus.FORBIDDEN: "The bot may not do this. Let it invite, kick and manage roles, and put its own role"
            " above the one it gives.",
            HTTPStatus.NOT_FOUND: "Discord knows no such server or role. Check both ids.",
        }
        status = HTTPStatus(answer.status_code)
        raise Refused(words.get(status, f"Discord refused it ({answer.status_code}, code {code})."))
