// What has been typed is kept: in this browser at once, on the server a moment later, until the server has the post.

const WRITE_AFTER = 1000;

/** Where the server is asked; the composer brings them along. */
export const addresses = {};

export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

const place = (owner, spot) => `academy:writing:${owner}:${spot}`;

/** What this browser keeps for somebody at a spot: `text`, `fields`, `base`, and in `outbox` what waits to be sent. */
export const recall = (owner, spot) => {
  try {
    return JSON.parse(localStorage.getItem(place(owner, spot))) ?? {};
  } catch {
    return {};
  }
};

export const keep = (owner, spot, kept) => {
  try {
    if (kept.text || kept.outbox) localStorage.setItem(place(owner, spot), JSON.stringify(kept));
    else localStorage.removeItem(place(owner, spot));
  } catch {
    // Without storage it is kept on the server alone.
  }
};

const asked = async (method, address, body) => {
  const answer = await fetch(address, {
    method,
    credentials: "same-origin",
    headers: body ? { "content-type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error("refused"), { problems: told.problems ?? {}, status: answer.status });
  return told;
};

const ofSpot = (spot) => `${addresses.draft}?${new URLSearchParams({ spot })}`;

export const preview = (content) => asked("POST", addresses.preview, { content });
export const people = (here, q) => asked("GET", `${addresses.people}?${new URLSearchParams({ ...here, q })}`);
export const draftAt = async (spot) => (await asked("GET", ofSpot(spot))).draft;
export const discard = (spot) => asked("DELETE", ofSpot(spot)).catch(() => {});

const wordsOf = ({ content, title }) => `${content}\n${title ?? ""}`;

/**
 * Saves drafts, one at a time, a second after the last change.
 * `what()` is what is to be saved; `said(state, told)` hears `saving`, `saved`, `newer`, `away` or `refused`.
 */
export class Saver {
  constructor(what, said) {
    this.what = what;
    this.said = said;
    this.base = 0;
    this.last = null;
    this.isBusy = false;
  }

  soon() {
    this.stop();
    this.isDue = true;
    this.timer = setTimeout(() => this.now(), WRITE_AFTER);
  }

  stop() {
    this.isDue = false;
    clearTimeout(this.timer);
  }

  /** What the server has is what was sent from here last, though its answer never came. */
  goOn(draft) {
    this.base = draft.version;
    this.soon();
  }

  async now() {
    this.stop();
    if (this.isBusy) return this.soon();
    const draft = this.what();
    const words = draft && wordsOf(draft);
    if (!draft || words === this.last) return undefined;
    const tried = this.tried;
    this.tried = words;
    this.isBusy = true;
    this.said("saving");
    try {
      const told = await asked("POST", addresses.draft, { ...draft, base: this.base });
      if (told.newer && wordsOf(told.newer) === tried) return this.goOn(told.newer);
      if (told.newer) return this.said("newer", told);
      this.base = told.version;
      this.last = words;
      return this.said("saved", told);
    } catch (problem) {
      return this.said(problem.problems ? "refused" : "away", problem);
    } finally {
      this.isBusy = false;
    }
  }
}
