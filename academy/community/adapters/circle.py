"""Circle: the Admin API, version 2, makes members and deactivates them."""

from http import HTTPStatus
from typing import Any

import httpx

from academy.community.adapters.protocol import Adapter, Capabilities, Member, Refused, Unknown, ask, told
from academy.core.settings import settings


class Circle(Adapter):
    """A community; its token says which. With `space_ids` people are put into these spaces."""

    capabilities = Capabilities(adds=True, removes=True)

    def check(self) -> str:
        return str(self._done(self._ask("GET", "/community")).get("name", ""))

    def find(self, member: Member) -> str | None:
        answer = self._ask("GET", "/community_members/search", params={"email": member.email})
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        said = self._done(answer)
        return str(said["id"]) if said.get("id") else None

    def add(self, member: Member) -> str | None:
        body: dict[str, Any] = {"email": member.email, "name": member.name}
        if self.way.settings.space_ids:
            body["space_ids"] = self.way.settings.space_ids
        said = self._done(self._ask("POST", "/community_members", json=body))
        made: dict[str, Any] = said.get("community_member") or said
        return str(made["id"]) if made.get("id") else self.find(member)

    def remove(self, member: Member) -> None:
        if (found := member.external_id or self.find(member)) is None:
            raise Unknown("Circle")
        answer = self._ask("DELETE", f"/community_members/{int(found)}")
        if answer.status_code != HTTPStatus.NOT_FOUND:
            self._done(answer)

    def _ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.way.secrets.token}"}
        return ask(method, settings().circle_url + path, headers=headers, **request)

    def _done(self, answer: httpx.Response) -> dict[str, Any]:
        said = told(answer)
        if answer.is_success and said.get("success", True):
            return said
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Refused("Circle does not accept the token. Make a new one of the kind “Admin V2” and enter it.")
        words = str(said.get("message") or answer.status_code)[:200]
        raise Refused(f"Circle refused it: {words}")
