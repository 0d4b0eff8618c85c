// Changing Markdown in a textarea, such that the browser's own undo takes it back.

const LIST = /^(\s*(?:> ?)*)([-*+]|\d{1,9}[.)]) (\[[ xX]\] )?/;
const QUOTE = /^(\s*(?:> ?)+)/;

/** Put text in place of what is between two positions, and select from `to` characters before its end. */
export const replace = (area, start, end, text, [from, until] = [text.length, text.length]) => {
  area.focus();
  area.setSelectionRange(start, end);
  const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!isDone || (start !== end && !text && area.selectionStart !== start)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start + from, start + until);
};

/** Put text in place of a piece of the value wherever that is now; the caret stays where it is. */
export const exchange = (area, piece, text) => {
  const at = area.value.indexOf(piece);
  if (at < 0) return false;
  area.setRangeText(text, at, at + piece.length, "preserve");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};

/** Make what is selected stand between marks, or take the marks away. */
export const surround = (area, mark, sample) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const size = mark.length;
  const chosen = value.slice(start, end);
  if (value.slice(start - size, start) === mark && value.slice(end, end + size) === mark) {
    replace(area, start - size, end + size, chosen, [0, chosen.length]);
    return;
  }
  const inner = chosen || sample;
  replace(area, start, end, mark + inner + mark, [size, size + inner.length]);
};

export const code = (area) => {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  if (!chosen.includes("\n")) surround(area, "`", "code");
  else replace(area, area.selectionStart, area.selectionEnd, `\`\`\`\n${chosen}\n\`\`\``, [3, 3]);
};

export const link = (area) => {
  const { selectionStart: start, selectionEnd: end } = area;
  const chosen = area.value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  if (isAddress) replace(area, start, end, `[text](${chosen})`, [1, 5]);
  else replace(area, start, end, `[${chosen || "text"}](https://)`, chosen ? [chosen.length + 3, chosen.length + 11] : [1, 5]);
};

/** Begin each line that is selected with a mark, or if all do take it away. */
export const prefix = (area, mark) => {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const stop = value.indexOf("\n", area.selectionEnd);
  const end = stop < 0 ? value.length : stop;
  const lines = value.slice(start, end).split("\n");
  const has = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (has ? line.slice(mark.length) : mark + line)).join("\n");
  replace(area, start, end, changed);
};

/** Go on with the list or the quote that the caret is in; true if there was one. An empty point ends the list. */
export const continueList = (area) => {
  const { selectionStart: caret, selectionEnd: end, value } = area;
  if (caret !== end) return false;
  const start = value.lastIndexOf("\n", caret - 1) + 1;
  const line = value.slice(start, caret);
  const found = LIST.exec(line) ?? QUOTE.exec(line);
  if (!found) return false;
  if (!line.slice(found[0].length).trim()) {
    replace(area, start, caret, "");
    return true;
  }
  const [, before, point, box] = found;
  const next = point && /\d/.test(point) ? `${parseInt(point, 10) + 1}${point.at(-1)}` : point;
  replace(area, caret, caret, `\n${before}${next ? `${next} ` : ""}${box ? "[ ] " : ""}`);
  return true;
};

/** Put a piece on lines of its own at the end of what is there, and the caret behind it. */
export const append = (area, piece) => {
  const { value } = area;
  const gap = !value || value.endsWith("\n\n") ? "" : value.endsWith("\n") ? "\n" : "\n\n";
  replace(area, value.length, value.length, gap + piece);
};
