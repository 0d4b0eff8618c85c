"""What every page has in common."""

from playwright.sync_api import Page, expect


def test_a_page_comes_alive(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    page.wait_for_function("sessionStorage.getItem('token')")


def test_hashed_files_are_compressed_and_kept_for_ever(page: Page) -> None:
    script = page.locator("link[rel=modulepreload]").first.get_attribute("href")
    answer = page.request.get(str(script), headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_pages_are_asked_for_anew(page: Page) -> None:
    assert page.request.get(page.url).headers["cache-control"] == "no-cache"


def test_another_site_may_not_open_the_websocket(page: Page) -> None:
    address = "/_event/?EIO=4&transport=polling&token=x"
    assert page.request.get(address, headers={"origin": "https://evil.example"}).status == 400
