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

const act = (label, onClick, more = {}) => h("button", { type: "button", className: "act", onClick, ...more }, label);

const entry = (label, onClick, isDanger) =>
  h("button", { key: label, type: "button", role: "menuitem", tabIndex: -1, className: isDanger ? "entry danger" : "entry", onClick }, label);

const dots = h(
  "svg",
  { width: 16, height: 16, viewBox: "0 0 20 20", fill: "currentColor", "aria-hidden": true },
  [4.5, 10, 15.5].map((cx) => h("circle", { key: cx, cx, cy: 10, r: 1.4 })),
);

const copy = async (number) => {
  const link = `${window.location.origin}${window.location.pathname}?reply=${number}`;
  try {
    await navigator.clipboard.writeText(link);
    announce({ message: "Link copied." });
  } catch {
    announce({ message: `This browser lets no page copy. The link: ${link}`, tone: "bad" });
  }
};

/** What who keeps order can do about a reply of somebody else's. */
const keeping = (number, caseHere, on) => [
  entry("Hide or delete…", () => on.moderate("words", number)),
  entry("Warn the author…", () => on.moderate("warn", number)),
  caseHere && h(Link, { key: "case", role: "menuitem", tabIndex: -1, className: "entry", to: caseHere.url }, "Open the case"),
];

function By({ row, isNew, caseHere, on }) {
  return h(
    "p",
    { className: "by" },
    h(QueryLink, { changes: { person: String(row.author_id) }, className: "person-link" }, row.author),
    row.is_leader && h("span", { className: "tag good" }, "Instructor"),
    row.is_best && h("span", { className: "tag good" }, "✓ Best answer"),
    caseHere?.is_open && h("span", { className: "tag warn" }, "Reported"),
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

function More({ row, isMine, isReported, caseHere, rights, on }) {
  const entries = [
    entry("Copy link", () => copy(row.number)),
    isMine && rights.writes && entry("Edit", () => on.edit(row.number)),
    rights.chooses && !row.is_best && entry("Mark as best answer", () => on.best(row.number)),
    rights.chooses && row.is_best && entry("Not the best answer", () => on.best(0)),
    !isMine && (isReported ? entry("Take my report back", () => on.withdraw(row.number)) : entry("Report", () => on.report(row.number))),
    isMine && entry("Delete", () => on.remove(row.number), true),
    ...(rights.moderates && !isMine ? keeping(row.number, caseHere, on) : []),
  ];
  return h(Popover, { label: `More about reply ${row.number}`, trigger: dots, triggerClass: "act dots", isMenu: true, place: "start" }, entries);
}

/** Why a reply is out of sight, and what its author can do about it. */
function Why({ withheld }) {
  const { is_mine: isMine, is_hidden: isHidden, author, why } = withheld;
  const mend = why.was_edited ? "You have edited it since. A moderator looks at it again." : "You can edit it; a moderator sees that you have.";
  return h(
    "div",
    { className: "why small" },
    h("p", { className: "title" }, `${isHidden ? "A moderator has hidden this." : "This waits for a moderator."} Only ${isMine ? "you" : author} and the moderators see it.`),
    why.words && h("p", null, why.words),
    why.reasons.length > 0 && h("p", null, `Reported as: ${why.reasons.join("; ")}.`),
    isMine && !isHidden && h("p", null, mend),
  );
}

/** What is left of a reply that is gone, or to those few who may still see it what it says. */
function Gone({ row, withheld, caseHere, rights, on }) {
  const { number } = row;
  const [isMine, moderates] = [Boolean(withheld?.is_mine), rights.moderates && !withheld?.is_mine];
  const isShown = withheld && !withheld.is_deleted;
  return h(
    "div",
    { className: isShown ? "held" : undefined },
    isShown ? h(Why, { withheld }) : h("p", { className: "gone" }, `${GONE[row.gone]} · `, h(RelativeTime, { iso: row.at })),
    isShown && h("div", { className: "written", dangerouslySetInnerHTML: { __html: withheld.html } }),
    h(
      "div",
      { className: "acts" },
      isMine && withheld.is_deleted && act("Bring it back", () => on.restore(number)),
      isMine && rights.writes && isShown && !withheld.is_hidden && act("Edit", () => on.edit(number)),
      isMine && isShown && act("Delete", () => on.remove(number)),
      moderates && isShown && act("Approve", () => on.approve(number)),
      moderates && isShown && act("Hide or delete…", () => on.moderate("words", number)),
      moderates && isShown && act("Warn the author…", () => on.moderate("warn", number)),
      moderates && caseHere && h(Link, { to: caseHere.url, className: "act" }, "Open the case"),
    ),
  );
}

/** A reply without those below it; `rights` and `on` are the same objects from one drawing to the next. */
export const Reply = memo(function Reply({ row, isLiked, isMine, isReported, isNew, isMarked, isAnswerBegun, isEditBegun, withheld, caseHere, rights, on }) {
  const isTop = row.depth === 0;
  const says = row.gone
    ? h(Gone, { row, withheld, caseHere, rights, on })
    : [
        h(By, { key: "by", row, isNew, caseHere, on }),
        h("div", { key: "prose", className: "written", dangerouslySetInnerHTML: { __html: row.html } }),
        h(
          "div",
          { key: "acts", className: "acts" },
          h(Like, { row, isLiked, may: rights.likes, on }),
          rights.replies && act("Reply", () => on.reply(row.number, row.author), { "data-act": "reply" }),
          rights.replies && act("Quote", () => on.quote(row.number), { "data-act": "quote" }),
          isAnswerBegun && act("Go on with your answer", () => on.reply(row.number, row.author), { className: "act begun-mark" }),
          isEditBegun && act("Go on with your change", () => on.edit(row.number), { className: "act begun-mark" }),
          h(More, { row, isMine, isReported, caseHere, rights, on }),
        ),
      ];
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
    h("div", { className: "words" }, says),
  );
});
