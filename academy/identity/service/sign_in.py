"""Signing in: by a link or code sent to an address, through an identity provider, or into a demo person.

Asking for a link looks at no account at all, so the answer is the same for every address. A link is tied to the
browser that asked by a cookie: there it takes one click, elsewhere the code from the same mail as well.
"""

from datetime import timedelta
from hmac import compare_digest

from sqlmodel import col, select

from academy.core import limits
from academy.core.errors import Denied, NotFound
from academy.core.http import safe_path
from academy.core.limits import Allowance
from academy.core.secrets import new_code, new_token, sealed
from academy.core.settings import settings
from academy.identity.events import ProviderConnected, SignInRequested
from academy.identity.models import AuthIdentity, LoginToken, User
from academy.identity.policy import system_only
from academy.identity.schemas import Browser, LinkState, LinkView, ProviderIdentity, SignedIn
from academy.identity.service.accounts import clean_email, find_account, find_or_make_account
from academy.identity.service.sessions import start_session
from academy.identity.viewer import hashed, is_demo_address
from academy.live import Context, everyone, mutation, query

LINK_LENGTH = timedelta(minutes=15)
CODE_ATTEMPTS = 5
CODE_DIGITS = 6
PER_ADDRESS = Allowance(6, timedelta(hours=1))
PER_IP = Allowance(30, timedelta(hours=1))

DEAD_LINK = "This link has been used, has expired, or is not complete. Please ask for a new one."
DEAD_CODE = "This code has expired. Please ask for a new one."
NO_CODE = "Please enter the six digits from the mail."
WRONG_CODE = "This is not the code in the latest mail. Please look again."
TOO_MANY_CODES = "That was too many wrong codes. Please ask for a new mail."


@mutation(policy=everyone)
def request_sign_in(ctx: Context, *, email: str, next_path: str, browser: Browser) -> None:
    """Send a link and a code to an address, whether it has an account or not.

    Raises:
        Invalid: It is no address.
        TooManyRequests: Too many were asked for, for this address or from this one.
    """
    address = clean_email(email)
    limits.spend(ctx.session, PER_IP, now=ctx.now, key=f"sign_in_from:{hashed(browser.ip)}")
    limits.spend(ctx.session, PER_ADDRESS, now=ctx.now, key=f"sign_in_of:{hashed(address)}")
    send_link(ctx, address, next_path=next_path, login_token=browser.login_token)


@mutation(policy=system_only)
def make_sign_in_link(ctx: Context, *, email: str) -> str:
    """Return the token of a link that any browser may use once, for commands where no mail can be sent."""
    token, _ = _new_link(ctx, clean_email(email), next_path="/", login_token="")
    return token


@query(policy=everyone)
def look_at_link(ctx: Context, *, token: str, login_token: str) -> LinkView:
    """Tell what a link is good for in the browser that opened it. Looking uses nothing up."""
    link = _living(ctx, ctx.session.exec(select(LoginToken).where(LoginToken.token_hash == hashed(token))).first())
    if link is None:
        return LinkView(state=LinkState.DEAD)
    if not _is_bound_to(link, login_token):
        return LinkView(state=LinkState.NEEDS_CODE)
    return LinkView(state=LinkState.READY, email=link.email)


@mutation(policy=everyone)
def sign_in_by_link(ctx: Context, *, token: str, code: str, browser: Browser) -> SignedIn:
    """Use a link up. In another browser than the one that asked, the code is needed too."""
    link = _living(ctx, ctx.session.exec(select(LoginToken).where(LoginToken.token_hash == hashed(token))).first())
    if link is None:
        return SignedIn(problem=DEAD_LINK)
    if not _is_bound_to(link, browser.login_token) and (problem := _wrong_code(link, code)):
        return SignedIn(problem=problem)
    return _finish(ctx, link, browser)


@mutation(policy=everyone)
def sign_in_by_code(ctx: Context, *, code: str, browser: Browser) -> SignedIn:
    """Sign in with the code from the mail, in the browser that asked for it."""
    newest = (
        select(LoginToken)
        .where(LoginToken.browser_hash == hashed(browser.login_token))
        .order_by(col(LoginToken.id).desc())
    )
    link = _living(ctx, ctx.session.exec(newest).first()) if browser.login_token else None
    if link is None:
        return SignedIn(problem=DEAD_CODE)
    if problem := _wrong_code(link, code):
        return SignedIn(problem=problem)
    return _finish(ctx, link, browser)


@mutation(policy=system_only)
def sign_in_by_provider(ctx: Context, *, identity: ProviderIdentity, next_path: str, browser: Browser) -> SignedIn:
    """Sign in somebody an identity provider vouches for, whom we know by issuer and subject.

    Raises:
        Denied: The person is new here and the provider does not say that the address is theirs.
    """
    known = ctx.session.exec(
        select(AuthIdentity).where(AuthIdentity.issuer == identity.issuer, AuthIdentity.subject == identity.subject)
    ).first()
    if known is None:
        known = _connect(ctx, identity)
    elif identity.email:
        known.email = identity.email.strip().lower()
    return SignedIn(token=start_session(ctx, known.user_id, browser), next_path=safe_path(next_path))


@mutation(policy=everyone)
def step_into(ctx: Context, *, user_id: int, next_path: str, browser: Browser) -> SignedIn:
    """Become a person of the demo academy.

    Raises:
        NotFound: This is no demo academy, or no demo person.
    """
    user = ctx.session.get(User, user_id)
    if not settings().demo or user is None or not is_demo_address(user.email):
        raise NotFound("There is no such demo person.")
    return SignedIn(token=start_session(ctx, user.id, browser), next_path=safe_path(next_path))


def send_link(ctx: Context, email: str, *, next_path: str = "/", login_token: str = "") -> None:
    """Have a link and a code mailed; without the cookie of a browser that asked, any browser may use it."""
    token, code = _new_link(ctx, email, next_path=next_path, login_token=login_token)
    minutes = int(LINK_LENGTH.total_seconds() // 60)
    ctx.publish(SignInRequested(email=email, token=token, code=code, minutes=minutes))


def _new_link(ctx: Context, email: str, *, next_path: str, login_token: str) -> tuple[str, str]:
    token, code = new_token(), new_code()
    ctx.session.add(
        LoginToken(
            email=email,
            token_hash=hashed(token),
            code_hash=_sealed_code(hashed(token), code),
            browser_hash=hashed(login_token) if login_token else "",
            next_path=safe_path(next_path),
            expires_at=ctx.now + LINK_LENGTH,
        )
    )
    return token, code


def _sealed_code(token_hash: str, code: str) -> str:
    return sealed("sign-in code", token_hash, code)


def _living(ctx: Context, link: LoginToken | None) -> LoginToken | None:
    if link is None or link.consumed_at is not None or ctx.is_past(link.expires_at):
        return None
    return link if link.attempts < CODE_ATTEMPTS else None


def _is_bound_to(link: LoginToken, login_token: str) -> bool:
    return not link.browser_hash or bool(login_token and link.browser_hash == hashed(login_token))


def _wrong_code(link: LoginToken, code: str) -> str:
    """Count a wrong code and return what to say of it; a right one returns nothing."""
    digits = "".join(character for character in code if character.isdigit())
    if len(digits) != CODE_DIGITS:
        return NO_CODE
    if compare_digest(_sealed_code(link.token_hash, digits), link.code_hash):
        return ""
    link.attempts += 1
    return WRONG_CODE if link.attempts < CODE_ATTEMPTS else TOO_MANY_CODES


def _finish(ctx: Context, link: LoginToken, browser: Browser) -> SignedIn:
    link.consumed_at = ctx.now
    user = find_or_make_account(ctx, link.email)
    return SignedIn(token=start_session(ctx, user.id, browser), next_path=link.next_path)


def _connect(ctx: Context, identity: ProviderIdentity) -> AuthIdentity:
    if not identity.is_email_verified:
        raise Denied(f"{identity.provider} has not verified your e-mail address. Please sign in by e-mail instead.")
    email = clean_email(identity.email)
    is_new = find_account(ctx, email) is None
    user = find_or_make_account(ctx, email, name=identity.name)
    made = AuthIdentity(user_id=user.id, issuer=identity.issuer, subject=identity.subject, email=email)
    ctx.session.add(made)
    if not is_new:
        ctx.publish(ProviderConnected(user.id, identity.provider))
    return made
