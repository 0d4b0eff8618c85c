// Saves drafts, one at a time, a moment after the last change; what does not arrive is tried again.
import { saveDraft } from "./asking.js";

const WRITE_AFTER = 1000;
const FIRST_RETRY = 2000;
const LAST_RETRY = 60_000;
const LATER = [401, 408, 429];

/** What tells one draft from another. */
export const wordsOf = ({ content, title, category, tags }) => JSON.stringify([content, title ?? "", category ?? "", tags ?? []]);

const isForGood = (status) => status >= 400 && status < 500 && !LATER.includes(status);

/** `said(state, told)` hears `saving`, `saved`, `newer`, `away` (it is tried again) or `refused`. */
export class Saver {
  base = 0;
  last = null;
  due = null;
  isBusy = false;
  failures = 0;
  said = () => {};

  soon(draft) {
    this.due = draft;
    this.wait(WRITE_AFTER);
  }

  stop() {
    this.due = null;
    clearTimeout(this.timer);
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), time);
  }

  /** The composer is gone: what is due goes out, and is not tried again. */
  leave() {
    this.isLeft = true;
    this.now();
    clearTimeout(this.timer);
  }

  async now() {
    const draft = this.due;
    if (!draft) return undefined;
    if (this.isBusy && !this.isLeft) return this.wait(WRITE_AFTER);
    this.stop();
    const words = wordsOf(draft);
    if (words === this.last) return this.said("saved", { draft });
    const tried = this.tried;
    this.tried = words;
    this.isBusy = true;
    this.said("saving", {});
    try {
      return this.heard(draft, words, tried, await saveDraft(draft, () => this.base));
    } catch (problem) {
      return this.failed(draft, problem);
    } finally {
      this.isBusy = false;
    }
  }

  heard(draft, words, tried, told) {
    this.failures = 0;
    if (told.newer && wordsOf(told.newer) === tried) {
      // The server has what was sent from here last, though its answer never came.
      this.base = told.newer.version;
      return this.soon(this.due ?? draft);
    }
    if (told.newer) return this.said("newer", told);
    this.base = told.version;
    this.last = words;
    return this.said("saved", { ...told, draft });
  }

  failed(draft, problem) {
    if (isForGood(problem.status)) return this.said("refused", problem);
    this.due ??= draft;
    if (!this.isLeft) this.wait(Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.failures));
    this.failures += 1;
    return this.said("away", problem);
  }
}
