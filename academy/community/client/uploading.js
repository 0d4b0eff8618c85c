// Images that are pasted, dropped or chosen: a placeholder stands in the text until the image is there.
import { exchange, replace } from "./editing.js";
import { addresses } from "./keeping.js";

const MOST = 8 * 1024 * 1024;
const KINDS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
export const ACCEPTED = KINDS.join(",");

let count = 0;

const problemOf = (file) => {
  if (!KINDS.includes(file.type)) return `“${file.name}” is no image we can show. Please use a PNG, JPEG, WebP or GIF.`;
  return file.size > MOST ? `“${file.name}” is larger than 8 MB. Please make it smaller first.` : "";
};

const send = (file, here, onProgress) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${addresses.upload}?${new URLSearchParams({ ...here, name: file.name })}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((100 * loaded) / total));
    request.onload = () => {
      if (request.status === 201) done(request.response.markdown);
      else fail(Object.values(request.response?.problems ?? {})[0] ?? `“${file.name}” could not be uploaded. Please try again.`);
    };
    request.onerror = () => fail(`“${file.name}” could not be uploaded: there is no connection. Please try again once there is.`);
    request.send(file);
  });

/** Upload images to where the caret is; `onChange` hears of `{ name, percent }` while it lasts, `onProblem` the words. */
export const upload = async (area, files, here, onChange, onProblem) => {
  for (const file of files) {
    const problem = problemOf(file);
    if (problem) {
      onProblem(problem);
      continue;
    }
    const name = file.name.replace(/[[\]()\\]/g, " ");
    const placeholder = `![Uploading ${name}…](#${++count})`;
    replace(area, area.selectionStart, area.selectionEnd, `${placeholder}\n`);
    onChange(1, { name, percent: 0 });
    try {
      exchange(area, placeholder, await send(file, here, (percent) => onChange(0, { name, percent })));
    } catch (words) {
      exchange(area, `${placeholder}\n`, "") || exchange(area, placeholder, "");
      onProblem(String(words));
    } finally {
      onChange(-1, null);
    }
  }
};

/** The text without placeholders of images that are on their way: they mean nothing to another page. */
export const withoutPlaceholders = (text) => text.replace(/!\[Uploading [^\]]*…\]\(#\d+\)\n?/g, "");

/** The images among what was pasted or dropped. */
export const imagesIn = (data) => Array.from(data?.files ?? []).filter((file) => file.type.startsWith("image/"));
