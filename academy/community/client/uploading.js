// Images that are pasted, dropped or chosen: a placeholder stands in the text until the image is there.
import { useEffect, useRef, useState } from "react";
import { addresses } from "./asking.js";
import { exchange, replace } from "./editing.js";

const MOST = 8 * 1024 * 1024;
const PATIENCE = 120_000;
const KINDS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
export const ACCEPTED = KINDS.join(",");

let count = 0;

const problemOf = (file) => {
  if (!KINDS.includes(file.type)) return `“${file.name}” is no image we can show. Please use a PNG, JPEG, WebP or GIF.`;
  return file.size > MOST ? `“${file.name}” is larger than 8 MB. Please make it smaller first.` : "";
};

/** Sends a file and answers with the request; `finish(markdown, problem)` hears how it ended, with neither if it was cancelled. */
const send = ({ file }, here, onProgress, finish) => {
  const request = new XMLHttpRequest();
  const failed = (words) => () => finish("", `“${file.name}” could not be uploaded: ${words}`);
  request.open("POST", `${addresses.upload}?${new URLSearchParams({ ...here, name: file.name })}`);
  request.responseType = "json";
  request.timeout = PATIENCE;
  request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((100 * loaded) / total));
  request.onload = () => {
    const problem = Object.values(request.response?.problems ?? {})[0] ?? `“${file.name}” could not be uploaded. Please try again.`;
    if (request.status === 201) finish(request.response.markdown, "");
    else finish("", problem);
  };
  request.onerror = failed("there is no connection. Please try again once there is.");
  request.ontimeout = failed("it took too long. Please try again, or make it smaller.");
  request.onabort = () => finish("", "");
  request.send(file);
  return request;
};

/** A placeholder for each file that can be uploaded, and why the others cannot. */
const sorted = (files) => {
  const problems = files.map(problemOf);
  const taken = files.filter((_, at) => !problems[at]).map((file) => {
    const name = file.name.replace(/[[\]()\\]/g, " ");
    return { file, name, placeholder: `![Uploading ${name}…](#${++count})` };
  });
  return [taken, problems.filter(Boolean).join(" ")];
};

/** Images on their way into a textarea: `{ running, take, cancel }`; `say` is told what is wrong. */
export const useUploads = (area, here, say) => {
  const [running, setRunning] = useState([]);
  const requests = useRef(new Map());
  const cancel = () => [...requests.current.values()].forEach((request) => request.abort());
  useEffect(() => cancel, []);

  const begin = (one) => {
    const onProgress = (percent) => setRunning((all) => all.map((other) => (other.placeholder === one.placeholder ? { ...other, percent } : other)));
    const finish = (markdown, problem) => {
      requests.current.delete(one.placeholder);
      setRunning((all) => all.filter((other) => other.placeholder !== one.placeholder));
      if (!area.current) return;
      if (markdown) exchange(area.current, one.placeholder, markdown);
      else exchange(area.current, `${one.placeholder}\n`, "") || exchange(area.current, one.placeholder, "");
      if (problem) say(problem);
    };
    setRunning((all) => [...all, { ...one, percent: 0 }]);
    requests.current.set(one.placeholder, send(one, here, onProgress, finish));
  };
  const take = (files) => {
    const [taken, problem] = sorted(files);
    if (taken.length) replace(area.current, area.current.selectionStart, area.current.selectionEnd, taken.map(({ placeholder }) => `${placeholder}\n`).join(""));
    taken.forEach(begin);
    if (problem) say(problem);
  };
  return { running, take, cancel };
};

/** The text without placeholders of images that are on their way: they mean nothing to another page. */
export const withoutPlaceholders = (text) => text.replace(/!\[Uploading [^\]]*…\]\(#\d+\)\n?/g, "");

/** The images among what was pasted. */
export const imagesIn = (data) => Array.from(data?.files ?? []).filter((file) => file.type.startsWith("image/"));

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** What is dropped beside the text does not take the page away. */
export const useNoLeaving = () => {
  useEffect(() => {
    const stay = (event) => hasFiles(event) && event.preventDefault();
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);
};
