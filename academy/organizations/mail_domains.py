"""What can be the domain of a company: a real one, and not one where everybody may have a mailbox."""

import re

from academy.core.errors import Invalid

DOMAIN_LENGTH = 253
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")

PUBLIC = frozenset(
    """
    126.com 139.com 163.com 188.com aim.com alice.it aliyun.com aol.com aol.co.uk arcor.de att.net bell.net
    bellsouth.net bigpond.com bk.ru blueyonder.co.uk bluewin.ch btinternet.com charter.net comcast.net cox.net daum.net
    dr.com duck.com earthlink.net email.com email.cz email.de facebook.com fastmail.com fastmail.fm foxmail.com free.fr
    freenet.de frontier.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net gmx.us googlemail.com guerrillamail.com
    hanmail.net hey.com home.nl hotmail.be hotmail.ca hotmail.ch hotmail.com hotmail.co.uk hotmail.de hotmail.es
    hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com inbox.com inbox.ru interia.pl kakao.com kpnmail.nl
    laposte.net libero.it list.ru live.at live.be live.ca live.ch live.com live.co.uk live.de live.dk live.fr live.it
    live.nl live.no live.se lycos.com mac.com mail.com mail.de mail.ru mailbox.org mailfence.com mailinator.com me.com
    msn.com naver.com netcologne.de netscape.net ntlworld.com o2.pl onet.pl online.de online.no optonline.net
    optusnet.com.au orange.fr outlook.at outlook.com outlook.com.au outlook.com.br outlook.de outlook.dk outlook.es
    outlook.fr outlook.it outlook.jp passport.com pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com
    qq.com rambler.ru rediffmail.com roadrunner.com rocketmail.com rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr
    shaw.ca sina.cn sina.com skynet.be sky.com sympatico.ca t-online.de talktalk.net telenet.be telia.com telus.net
    temp-mail.org tiscali.co.uk tiscali.it tuta.com tuta.io tutamail.com tutanota.com tutanota.de uol.com.br
    verizon.net virgilio.it virgin.net virginmedia.com wanadoo.fr web.de windowslive.com wp.pl xs4all.nl xtra.co.nz
    ya.ru yahoo.ca yahoo.cn yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.com yahoo.com.ar yahoo.com.au
    yahoo.com.br yahoo.com.hk yahoo.com.mx yahoo.com.ph yahoo.com.sg yahoo.com.tw yahoo.com.vn yahoo.co.uk yahoo.de
    yahoo.dk yahoo.es yahoo.fr yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.nl yahoo.no yahoo.pl yahoo.ro yahoo.se
    yandex.by yandex.com yandex.kz yandex.ru yandex.ua yeah.net ymail.com yopmail.com zoho.com ziggo.nl
    """.split()
)
"""Providers with whom anybody may have a mailbox, so that an address there says nothing of where one works."""


def domain_of(email: str) -> str:
    """The domain of an address."""
    return email.rpartition("@")[2].lower()


def clean_domain(typed: str, *, field: str = "domain") -> str:
    """Return a company's domain as we keep it, whatever was pasted: an address of its site or a mailbox do as well.

    Raises:
        Invalid: It is none, or belongs to everybody.
    """
    text = typed.strip().lower().partition("://")[2] or typed.strip().lower()
    text = text.partition("/")[0].rpartition("@")[2].removeprefix("www.").rstrip(".")
    try:
        domain = text.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if len(domain) > DOMAIN_LENGTH or not _DOMAIN.fullmatch(domain):
        raise Invalid("This does not look like a domain; it should be like company.com.", field=field)
    if domain in PUBLIC:
        raise Invalid(
            f"Anybody may have a mailbox at {domain}, so it cannot stand for a company. Please give the domain of "
            "your company's own mail.",
            field=field,
        )
    return domain
