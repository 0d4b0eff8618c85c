// The text that is written and the controls above it, as they stand on the page.
import { withoutPlaceholders } from "./uploading.js";

const NAMES = ["title", "category", "tags"];

/** What stands in the named controls above the text, by name. */
const fieldsOf = (form) => {
  const found = {};
  for (const control of form?.elements ?? []) {
    if (!control.name || control.name === "content" || control.type === "file") continue;
    if (control.type === "checkbox") found[control.name] = control.checked;
    else if (control.type !== "radio" || control.checked) found[control.name] = control.value;
  }
  return found;
};

const fillFields = (form, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements[name];
    if (value == null || !control?.tagName || control.value === value || control.type === "checkbox") continue;
    if (!value && control.tagName === "SELECT") continue;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value").set.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

const split = (tags) => (tags ?? "").split(",").map((tag) => tag.trim()).filter(Boolean);

/** `start` is what stood in the text before anybody wrote, `show` is told what stands there when it is filled. */
export class Field {
  area = { current: null };
  form = { current: null };
  isTyped = false;
  isFilling = false;

  constructor(start, show) {
    this.start = start;
    this.show = show;
  }

  /** The page is there: remember what its controls held before anybody wrote. */
  began() {
    this.above ??= fieldsOf(this.form.current);
  }

  get fields() {
    return fieldsOf(this.form.current);
  }

  get text() {
    return withoutPlaceholders(this.area.current.value);
  }

  /** What was written; empty if it is what stood there before. */
  get content() {
    return this.text === this.start ? "" : this.text;
  }

  get isWritten() {
    if (!this.area.current || !this.above) return false;
    const { fields } = this;
    return this.text !== this.start || NAMES.some((name) => (fields[name] ?? "") !== (this.above[name] ?? ""));
  }

  /** The same as a draft. */
  get draft() {
    const { fields, isWritten } = this;
    return { content: this.content, title: isWritten ? (fields.title ?? "") : "", category: fields.category ?? "", tags: split(fields.tags) };
  }

  fill(text, fields) {
    this.isFilling = true;
    this.area.current.value = text;
    if (fields) fillFields(this.form.current, fields);
    this.isFilling = false;
    this.show(text);
  }

  clear() {
    this.isTyped = false;
    this.fill(this.start, { title: this.above?.title ?? "", tags: this.above?.tags ?? "" });
  }
}
