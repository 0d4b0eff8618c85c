"""Discord, Slack and Circle as one server of ours that speaks their protocols, as far as we use them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any]


@dataclass
class Platforms:
    """What the three platforms know. `next_answers` are given before anything else is looked at."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    next_answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    channel: set[str] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    is_enterprise: bool = False
    circle: dict[str, int] = field(default_factory=dict)
    circle_spaces: list[int] = field(default_factory=list)

    def url(self, platform: str) -> str:
        return f"http://127.0.0.1:{self.port}/{platform}"

    def answer(self, method: str, url: str, body: dict[str, Any], token: str) -> Answer:
        parts = urlsplit(url)
        _, platform, *path = parts.path.split("/")
        asked = {**{key: values[0] for key, values in parse_qs(parts.query).items()}, **body}
        self.asked.append((method, parts.path))
        if platform == "discord":
            return self._discord(method, path, asked, token)
        return self._slack(path[0], asked, token) if platform == "slack" else self._circle(method, path, asked, token)

    def _discord(self, method: str, path: list[str], asked: dict[str, Any], token: str) -> Answer:  # noqa: PLR0911
        if path == ["oauth2", "token"]:
            good = asked.get("code") == "the-code" and asked.get("redirect_uri")
            made = {"access_token": "their-token", "token_type": "Bearer", "expires_in": 604800}
            return (200, made) if good else (400, {"error": "invalid_grant"})
        if path == ["users", "@me"]:
            return (200, {"id": "777", "username": "ada"}) if token == "Bearer their-token" else (401, {})
        if token != "Bot bot-token":
            return 401, {"message": "401: Unauthorized", "code": 0}
        if path[1] != "guild":
            return 404, {"message": "Unknown Guild", "code": 10004}
        match method, path[2:]:
            case "GET", []:
                return 200, {"id": "guild", "name": "Our server"}
            case "GET", ["members", user]:
                return (200, {}) if user in self.members else (404, {"code": 10007})
            case "PUT", ["members", user]:
                if asked.get("access_token") != "their-token":
                    return 403, {"message": "Invalid OAuth2 access token", "code": 50025}
                was_there = user in self.members
                self.members.add(user)
                self.roles |= set() if was_there else {f"{user} {role}" for role in asked.get("roles", [])}
                return (204, None) if was_there else (201, {"user": {"id": user}})
            case "PUT", ["members", user, "roles", role]:
                self.roles.add(f"{user} {role}")
                return 204, None
            case "DELETE", ["members", user]:
                was_there = user in self.members
                self.members.discard(user)
                return (204, None) if was_there else (404, {"code": 10007})
            case "DELETE", ["members", user, "roles", role]:
                self.roles.discard(f"{user} {role}")
                return (204, None) if user in self.members else (404, {"code": 10007})
        return 404, {"code": 0}

    def _slack(self, method: str, asked: dict[str, Any], token: str) -> Answer:  # noqa: PLR0911
        if token != "Bearer xoxb":
            return 200, {"ok": False, "error": "invalid_auth"}
        match method:
            case "auth.test":
                return 200, {"ok": True, "team": "Our workspace"}
            case "users.lookupByEmail":
                found = self.users.get(asked["email"])
                return 200, {"ok": True, "user": {"id": found}} if found else {"ok": False, "error": "users_not_found"}
            case "conversations.invite":
                was_there = asked["users"] in self.channel
                self.channel.add(asked["users"])
                return 200, {"ok": False, "error": "already_in_channel"} if was_there else {"ok": True}
            case "conversations.kick":
                was_there = asked["user"] in self.channel
                self.channel.discard(asked["user"])
                return 200, {"ok": True} if was_there else {"ok": False, "error": "not_in_channel"}
        if not self.is_enterprise:
            return 200, {"ok": False, "error": "missing_scope", "needed": "admin.users:write"}
        if method == "admin.users.invite":
            was_there = asked["email"] in self.invited
            self.invited.add(asked["email"])
            return 200, {"ok": False, "error": "already_invited"} if was_there else {"ok": True}
        self.users = {email: user for email, user in self.users.items() if user != asked["user_id"]}
        return 200, {"ok": True}

    def _circle(self, method: str, path: list[str], asked: dict[str, Any], token: str) -> Answer:
        if token != "Bearer circle-token":
            return 401, {"success": False, "message": "Your account could not be authenticated."}
        match method, path:
            case "GET", ["community"]:
                return 200, {"id": 1, "name": "Our circle"}
            case "GET", ["community_members", "search"]:
                found = self.circle.get(asked["email"])
                return (200, {"id": found, "email": asked["email"]}) if found else (404, {"success": False})
            case "POST", ["community_members"]:
                key = self.circle.setdefault(asked["email"], 100 + len(self.circle))
                self.circle_spaces = asked.get("space_ids", [])
                return 201, {"message": "This user has been invited.", "community_member": {"id": key}}
            case "DELETE", ["community_members", key]:
                was_there = int(key) in self.circle.values()
                self.circle = {email: one for email, one in self.circle.items() if one != int(key)}
                return (200, {"success": True}) if was_there else (404, {"success": False})
        return 404, {}


@contextmanager
def platforms() -> Iterator[Platforms]:
    """Serve until the end of the block."""
    made = Platforms()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            is_json = self.headers.get("content-type", "").startswith("application/json")
            form = {key: values[0] for key, values in parse_qs(raw).items()}
            body = (json.loads(raw) if raw else {}) if is_json else form
            extra: dict[str, str] = {}
            if made.next_answers:
                status, said, extra = made.next_answers.pop(0)
            else:
                status, said = made.answer(self.command, self.path, body, self.headers.get("authorization", ""))
            data = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", "connection": "close", **extra}.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
