"""Every setting of the product, typed, with a working default.

Each is read from the environment variable of the same name with the prefix `ACADEMY_`,
or from a file `.env`; `docs/settings.md` lists them all.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from academy.core import embedded

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = "embedded"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ACADEMY_", env_file=ROOT / ".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(3000, description="Port to listen on; pages, websocket and API share it.")
    public_url: str = Field("", description="Address people use, if it is not `http://localhost:PORT`.")
    data_dir: Path = Field(ROOT / "var", description="Folder for the embedded database, files and logs.")
    database_url: str = Field(
        "",
        description="Postgres (`postgresql://…`), `embedded` for one in the data folder, empty for SQLite there.",
    )
    demo: bool = Field(
        True, description="Demo academy: seeded when the database is empty; anybody may step into any demo person."
    )
    secret_key: str = Field("", description="Signs links and cookies; empty makes one and keeps it in the data folder.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe message to log.")
    database_threads: int = Field(4, description="Threads that run queries, and mutations on Postgres.")
    hang_seconds: float = Field(
        30, description="A worker whose event loop stands still for so long is replaced; 0 means never."
    )
    drain_seconds: float = Field(
        0, description="How long to go on serving after being told to stop, while `/health/ready` already says no."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="Bearer token that opens `/metrics`; empty closes it, save to this machine in the demo academy.",
    )
    live_rows: int = Field(20_000, description="Rows that one query or mutation may fetch.")
    live_seconds: float = Field(10.0, description="Seconds that one query or mutation may take.")
    live_result_bytes: int = Field(2_000_000, description="Bytes that the result of one query may have.")
    live_subscriptions: int = Field(100, description="Queries that one browser may watch.")
    files_url: str = Field(
        "", description="Where uploaded files are kept: `s3://BUCKET/PREFIX`; empty for `files` in the data folder."
    )
    files_s3_endpoint: str = Field("", description="Address of the S3 service; empty for Amazon's own.")
    files_s3_region: str = Field("us-east-1", description="Region of the bucket.")
    files_s3_key_id: str = Field("", description="Id of the key that opens the bucket.")
    files_s3_secret: SecretStr = Field(SecretStr(""), description="Secret of the key that opens the bucket.")
    dns_server: str = Field(
        "", description="Name server (`HOST:PORT`) that companies' domains are looked up at; empty for the system's."
    )
    oidc_issuer: str = Field(
        "https://accounts.google.com", description="Issuer people may sign in through (OpenID Connect)."
    )
    oidc_name: str = Field("Google", description="What the issuer is called on its button.")
    oidc_client_id: str = Field("", description="Client id at the issuer; empty hides the button.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Client secret at the issuer.")
    oidc_hosted_domain: str = Field(
        "", description="Let in only people whose account there belongs to this domain (the `hd` claim)."
    )
    mail_from: str = Field("academy@localhost", description="Address that mail comes from.")
    mail_from_name: str = Field("AI Enablement Academy", description="Name that mail comes from.")
    smtp_host: str = Field("", description="Mail server; with neither this nor `brevo_api_key` nothing is sent.")
    smtp_port: int = Field(587, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the mail server is spoken to."
    )
    smtp_username: str = Field("", description="User at the mail server; empty means no sign-in there.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    brevo_api_key: SecretStr = Field(SecretStr(""), description="Key of Brevo's API; with it mail goes through Brevo.")
    brevo_sandbox: bool = Field(False, description="Have Brevo check mail and drop it instead of sending it.")
    brevo_webhook_token: SecretStr = Field(
        SecretStr(""),
        description="Bearer token that Brevo reports with at `/webhooks/mail`; empty closes that address.",
    )
    brevo_url: str = Field("https://api.brevo.com", description="Where Brevo's API is.")

    outbound_loopback: bool = Field(
        False, description="Let webhooks go to this machine, by plain HTTP too; only for development."
    )
    stripe_api_key: SecretStr = Field(
        SecretStr(""),
        description="Stripe's secret key; without it payments go through the embedded gateway, where no money moves.",
    )
    stripe_webhook_secret: SecretStr = Field(
        SecretStr(""), description="What Stripe signs its events with; its endpoint is `/webhooks/payments`."
    )
    stripe_url: str = Field("", description="Where Stripe's API is, if it is not Stripe's own address.")

    discord_url: str = Field("https://discord.com/api/v10", description="Where Discord's API is.")
    discord_authorize_url: str = Field(
        "https://discord.com/oauth2/authorize", description="Where people let us act for their Discord account."
    )
    slack_url: str = Field("https://slack.com/api", description="Where Slack's API is.")
    circle_url: str = Field("https://app.circle.so/api/admin/v2", description="Where Circle's Admin API is.")

    behind_proxy: bool = Field(
        False, description="Believe the visitor's address in X-Forwarded-For; only behind a proxy that sets it."
    )

    @property
    def base_url(self) -> str:
        """Address of the site, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> list[str]:
        """Origins whose pages may open the websocket: the site's own, under each name this machine has for itself."""
        if self.public_url:
            return [self.base_url]
        return [f"http://{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]")]

    @property
    def is_https(self) -> bool:
        """Whether people reach the site by HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def has_oidc(self) -> bool:
        """Whether people may sign in through an identity provider."""
        return bool(self.oidc_client_id)

    @property
    def sends_mail(self) -> bool:
        """Whether mail leaves the house."""
        return bool(self.smtp_host or self.brevo_api_key.get_secret_value())

    @property
    def has_inbox(self) -> bool:
        """Whether mail that was not sent can be read by everybody; never outside the demo academy."""
        return self.demo and not self.sends_mail

    @property
    def is_embedded_postgres(self) -> bool:
        """Whether the database is a Postgres that the academy runs itself."""
        return self.database_url == EMBEDDED

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database."""
        if self.is_embedded_postgres:
            return embedded.address(self.data_dir)
        return self.database_url or f"sqlite:///{self.data_dir / 'academy.db'}"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
