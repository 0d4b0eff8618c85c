// One reply: who, when, what they say, and what one can do about it.
import { createElement as h, memo } from "react";
import { Link } from "react-router";
import { QueryLink } from "$/public/external/academy/ui/client/frame.js";
import { announce, Popover } from "$/public/external/academy/ui/client/overlays.js";
import { RelativeTime } from "$/public/external/academy/ui/client/time.js";
import { Avatar, Marked } from "$/public/external/academy/ui/client/values.js";

const GONE = {
  deleted: "Deleted by its author",
  removed: "Removed by a moderator",
  reviewed: "Hidden until a moderator has looked at it",
  hidden: "Hidden by a moderator",
};

// What may be wider than the page can be scrolled with the keys.
const reachable = (html) => html.replaceAll("<pre>", '<pre tabindex="0">');

const act = (label, onClick, more = {}) => h("button", { type: "button", className: "act", onClick, ...more }, label);

const entry = (label, onClick, isDanger) =>
  h("button", { key: label, type: "button", role: "menuitem", tabIndex: -1, className: isDanger ? "entry danger" : "entry", onClick }, label);

const dots = h(
  "svg",
  { width: 16, height: 16, viewBox: "0 0 20 20", fill: "currentColor", "aria-hidden": true },
  [4.5, 10, 15.5].map((cx) => h("circle", { key: cx, cx, cy: 10, r: 1.4 })),
);

const copy = async (number) => {
  await navigator.clipboard?.writeText(`${window.location.origin}${window.location.pathname}?reply=${number}`);
  announce({ message: "Link copied." });
};

function By({ row, isNew, on }) {
  return h(
    "p",
    { className: "by" },
    h(QueryLink, { changes: { person: String(row.author_id) }, className: "person-link" }, row.author),
    row.is_leader && h("span", { className: "tag good" }, "Instructor"),
    row.is_best && h("span", { className: "tag good" }, "✓ Best answer"),
    h(Link, { to: `?reply=${row.number}`, preventScrollReset: true, className: "faint small" }, h("span", { className: "hushed" }, `Reply ${row.number}, `), h(RelativeTime, { iso: row.at })),
    row.edited_at && h("button", { type: "button", className: "faint small edited", onClick: () => on.history(row.number), title: "What it said before" }, "edited"),
    isNew && h("span", { className: "fresh" }, "new"),
    row.parent_author && h("span", { className: "faint small" }, "to ", row.parent_author),
  );
}

function Like({ row, isLiked, may, on }) {
  const heart = h("span", { "aria-hidden": true, className: "heart" }, isLiked ? "♥" : "♡");
  const count = h(Marked, { value: row.likes, className: "num" }, row.likes || "");
  if (!may) return row.likes > 0 && h("span", { className: "act still" }, heart, " ", count, h("span", { className: "hushed" }, " likes"));
  const parts = [h("span", { key: "h" }, heart), h("span", { key: "w", className: "hushed" }, "Like "), h("span", { key: "c" }, count)];
  return act(parts, () => on.like(row.number, !isLiked), { "aria-pressed": isLiked, title: isLiked ? "Take your like back" : "Like", "data-act": "like" });
}

function More({ row, isMine, isReported, rights, on }) {
  const entries = [
    entry("Copy link", () => copy(row.number)),
    isMine && rights.writes && entry("Edit", () => on.edit(row.number)),
    rights.chooses && !row.is_best && entry("Mark as best answer", () => on.best(row.number)),
    rights.chooses && row.is_best && entry("Not the best answer", () => on.best(0)),
    !isMine && (isReported ? entry("Take my report back", () => on.withdraw(row.number)) : entry("Report", () => on.report(row.number))),
    isMine && entry("Delete", () => on.remove(row.number), true),
  ];
  return h(Popover, { label: `More about reply ${row.number}`, trigger: dots, triggerClass: "act dots", isMenu: true, place: "start" }, entries);
}

/** What is left of a reply that is gone, or to those few who may see it what it says. */
function Gone({ row, held }) {
  if (!held) return h("p", { className: "gone" }, `${GONE[row.gone]} · `, h(RelativeTime, { iso: row.at }));
  const why = held.is_hidden ? "A moderator has hidden this." : "This waits for a moderator.";
  const who = held.is_mine ? "Only you and the moderators see it; you may edit it." : `Only ${held.author} and the moderators see it.`;
  return h("div", { className: "held" }, h("p", { className: "small" }, `${why} ${who}`), h("div", { className: "written", dangerouslySetInnerHTML: { __html: held.html } }));
}

/** A reply without those below it; `rights` and `on` are the same objects from one drawing to the next. */
export const Reply = memo(function Reply({ row, isLiked, isMine, isReported, isNew, isMarked, held, rights, on }) {
  const isTop = row.depth === 0;
  const says = row.gone
    ? h(Gone, { row, held })
    : [
        h(By, { key: "by", row, isNew, on }),
        h("div", { key: "prose", className: "written", dangerouslySetInnerHTML: { __html: reachable(row.html) } }),
        h(
          "div",
          { key: "acts", className: "acts" },
          h(Like, { row, isLiked, may: rights.likes, on }),
          rights.replies && act("Reply", () => on.reply(row.number, row.author), { "data-act": "reply" }),
          rights.replies && act("Quote", () => on.quote(row.number), { "data-act": "quote" }),
          h(More, { row, isMine, isReported, rights, on }),
        ),
      ];
  const heldMine = row.gone && held?.is_mine && !held.is_hidden && rights.writes;
  return h(
    "div",
    {
      id: `reply-${row.number}`,
      className: ["said", row.is_leader && "leader", row.is_best && "best", isMarked && "marked"].filter(Boolean).join(" "),
      "data-number": row.number,
      "data-mine": isMine || undefined,
      tabIndex: -1,
      role: "group",
      "aria-label": row.gone ? `Reply ${row.number}, not shown` : `Reply ${row.number} by ${row.author}`,
    },
    isTop && h(Avatar, { name: row.gone ? "–" : row.author, className: row.is_leader ? "strong" : "" }),
    h("div", { className: "words" }, says, heldMine && h("div", { className: "acts" }, act("Edit", () => on.edit(row.number)))),
  );
});
