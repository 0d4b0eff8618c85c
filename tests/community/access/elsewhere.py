"""Who may call what of news and of communities elsewhere."""

from tests.community.access.rules import ONCE, Access, nobody

NEWS = Access(nobody, places=ONCE)

ACCESS: dict[str, Access] = {
    "service.news.tell_who_is_meant": NEWS,
    "service.news.tell_who_follows": NEWS,
    "service.news.write_thread_letter": NEWS,
    "service.announcements.tell_whom_a_thread_mentions": NEWS,
    "service.announcements.announce": NEWS,
    "service.announcements.tell_of_best_answer": NEWS,
}
