// The parts of the frame that think: where we are, the connection, the theme, search and commands.
import { createElement as h, useContext, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { ColorModeContext, EventLoopContext } from "$/utils/context-registry";
import { useViewer } from "./viewer.js";

const bare = (path) => path.replace(/\/+$/, "") || "/";

/** The address with the parameter that goes along, if the page one is on is of the same place and has it. */
function carried(to, keeps, { pathname, search }) {
  const value = keeps && pathname.split("/")[1] === to.split("/")[1] && new URLSearchParams(search).get(keeps);
  return value ? `${to}?${new URLSearchParams({ [keeps]: value })}` : to;
}

/**
 * A link that says so when it leads to the page one is on; unless `isExact`, also to the pages below it.
 * With `around` it stands for all pages whose addresses begin so, among which the page itself has a link of its own.
 */
export function NavLink({ to, isExact, around, keeps, className, children }) {
  const location = useLocation();
  const here = bare(location.pathname);
  const there = bare(around || to || "/");
  const isHere = !around && here === there;
  const isAbove = !isExact && there !== "/" && `${here}/`.startsWith(`${there}/`);
  return h(Link, { to: carried(to, keeps, location), className, "aria-current": isHere ? "page" : isAbove ? "true" : undefined }, children);
}

/** A link to this same page with parameters of its address changed; an empty value drops one, `clears` drops more. */
export function QueryLink({ changes, clears, className, children, label }) {
  const { pathname, search } = useLocation();
  const now = new URLSearchParams(search);
  const then = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes ?? {})) {
    if (value === "" || value == null) then.delete(name);
    else then.set(name, value);
  }
  for (const name of clears ?? []) then.delete(name);
  const isNow = Object.entries(changes ?? {}).every(([name, value]) => (now.get(name) ?? "") === String(value ?? ""));
  const query = then.toString();
  return h(Link, { to: pathname + (query ? `?${query}` : ""), preventScrollReset: true, className, "aria-label": label, "aria-current": isNow ? "true" : undefined }, children);
}

/** Searches a list: what is typed goes into the page's address once the typing pauses, and drops the parameters in `clears`. */
export function QuerySearch({ parameter = "q", clears, label, className }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const asked = new URLSearchParams(search).get(parameter) ?? "";
  const [text, setText] = useState(asked);
  const sent = useRef(asked);
  const find = (words) => {
    const then = new URLSearchParams(window.location.search);
    for (const name of [parameter, ...(clears ?? [])]) then.delete(name);
    if (words) then.set(parameter, words);
    sent.current = words;
    navigate({ pathname, search: then.toString() }, { replace: true, preventScrollReset: true });
  };
  useEffect(() => {
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => find(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const field = h("input", { type: "search", className: "input", "aria-label": label, placeholder: label, autoComplete: "off", spellCheck: false, value: text, onChange: (event) => setText(event.target.value) });
  return h("search", { className }, icon("M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12.5 12.5l4 4"), field);
}

/** A table header that sorts: first click up, second down; `?sort=name` or `?sort=-name`. */
export function SortHeader({ name, parameter = "sort", initial = "", className, children }) {
  const { pathname, search } = useLocation();
  const now = new URLSearchParams(search).get(parameter) ?? initial;
  const direction = now === name ? "ascending" : now === `-${name}` ? "descending" : undefined;
  const then = new URLSearchParams(search);
  then.delete("after");
  then.set(parameter, direction === "ascending" ? `-${name}` : name);
  const arrow = h("svg", { width: 12, height: 12, viewBox: "0 0 12 12", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true }, h("path", { d: "M6 10V2M3 5l3-3 3 3" }));
  return h("th", { scope: "col", className, "aria-sort": direction }, h(Link, { to: `${pathname}?${then}`, preventScrollReset: true }, children, arrow));
}

let lastPath = null;

/** Renders nothing one sees: tells screen readers the title of the page that one has moved to. */
export function PageNews() {
  const { pathname } = useLocation();
  const [title, setTitle] = useState("");
  useEffect(() => {
    const hasMoved = lastPath !== null && lastPath !== pathname;
    lastPath = pathname;
    if (!hasMoved) return undefined;
    const timer = setTimeout(() => setTitle(document.title), 200);
    return () => clearTimeout(timer);
  }, [pathname]);
  return h("div", { role: "status", className: "hushed" }, title);
}

// --- The connection ---------------------------------------------------------------------------------------------

const onLine = (listener) => {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
};

let lostAt = null;
let wasLive = false;

/** Whether there is a network, and whether the server is heard through it. */
export const useLine = () => {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const isOnline = useSyncExternalStore(onLine, () => navigator.onLine, () => true);
  return { isOnline, isHeard: errors.length === 0 };
};

const useConnection = (isHydrated) => {
  const { isOnline, isHeard } = useLine();
  if (isHydrated) wasLive = true;
  const status = !isOnline ? "offline" : !isHeard ? "reconnecting" : wasLive ? "live" : "connecting";
  if (status === "live" || status === "connecting") lostAt = null;
  else lostAt ??= new Date();
  return [status, lostAt];
};

const since = (moment, { zone, locale }) =>
  moment ? `since ${new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(moment)}` : "";

const WORDS = { live: ["Live", ""], connecting: ["Connecting", "idle"], reconnecting: ["Reconnecting", "warn"], offline: ["Offline", "bad"] };

function Words({ status, lost }) {
  const viewer = useViewer();
  const [word, tone] = WORDS[status];
  return [
    h("i", { key: "dot", className: `dot ${tone}`, "aria-hidden": true }),
    h("span", { key: "words" }, [word, since(lost, viewer)].filter(Boolean).join(" ")),
  ];
}

/** Live, reconnecting or offline, and since when; what is on screen stays. */
export function ConnectionSign({ isHydrated, className }) {
  const [status, lost] = useConnection(isHydrated);
  return h("p", { className: `connection ${className ?? ""}`.trim(), "data-status": status }, h(Words, { status, lost }));
}

/** The same, where there is no room for a sign: shows only while the connection is lost, and tells screen readers. */
export function ConnectionNote() {
  const [status, lost] = useConnection(false);
  const isLost = status === "reconnecting" || status === "offline";
  return h("div", { role: "status" }, isLost && h("p", { className: "connection-note" }, h(Words, { status, lost })));
}

const SETTLED = 1500;

/** Words for screen readers alone: says that news has come, once it has stopped coming, however much it is. */
export function BellNews({ unread }) {
  const before = useRef(null);
  const [words, say] = useState("");
  useEffect(() => {
    if (before.current == null || unread == null || unread <= before.current) {
      before.current = unread ?? before.current;
      return undefined;
    }
    const timer = setTimeout(() => {
      const count = unread - before.current;
      before.current = unread;
      say(count === 1 ? "1 new notification" : `${count} new notifications`);
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [unread]);
  return h("span", { className: "hushed", role: "status" }, words);
}

// --- The theme --------------------------------------------------------------------------------------------------

const icon = (...paths) =>
  h("svg", { width: 16, height: 16, viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeWidth: 1.6, strokeLinecap: "round", strokeLinejoin: "round", "aria-hidden": true }, paths.map((d) => h("path", { key: d, d })));

const THEMES = [
  ["system", "System", icon("M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3")],
  ["light", "Light", icon("M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1")],
  ["dark", "Dark", icon("M16.5 11.7A7 7 0 0 1 8.3 3.5a7 7 0 1 0 8.2 8.2Z")],
];

/** System, light or dark; remembered in this browser. */
export function ThemeSwitch() {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  const name = useId();
  return h(
    "fieldset",
    { className: "theme" },
    h("legend", { className: "hushed" }, "Theme"),
    THEMES.map(([mode, label, picture]) =>
      h(
        "label",
        { key: mode, title: label },
        h("input", { type: "radio", name, value: mode, "aria-label": label, checked: rawColorMode === mode, onChange: () => setColorMode(mode) }),
        picture,
      ),
    ),
  );
}

/** Renders nothing: remembers that somebody is signed in here, so that the next page does not flash "Sign in". */
export function Known({ isReady, isSignedIn }) {
  useEffect(() => {
    if (!isReady) return;
    try {
      if (isSignedIn) localStorage.setItem("academy-known", "yes");
      else localStorage.removeItem("academy-known");
    } catch {
      // Then the next page flashes.
    }
    document.documentElement.toggleAttribute("data-known", Boolean(isSignedIn));
  }, [isReady, isSignedIn]);
  return null;
}

// --- Search and commands ----------------------------------------------------------------------------------------

const flat = (places) =>
  (places ?? []).flatMap((place) =>
    place.links?.length
      ? place.links.map((link) => ({ label: link.label, url: link.url, keeps: link.keeps, hint: place.label }))
      : [{ label: place.label, url: place.url, hint: "" }],
  );

const unique = (commands) => commands.filter((command, at) => commands.findIndex((other) => other.url === command.url) === at);

const fits = (command, words) => {
  const text = `${command.label} ${command.hint}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

const isMac = () => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Opens the palette from anywhere: dispatch this on window. */
const OPEN = "academy:palette";

export function PaletteButton({ className, children }) {
  const [keys, setKeys] = useState("Ctrl K");
  useEffect(() => setKeys(isMac() ? "⌘ K" : "Ctrl K"), []);
  return h(
    "button",
    { type: "button", className, "aria-keyshortcuts": "Control+K Meta+K", onClick: () => window.dispatchEvent(new Event(OPEN)) },
    children,
    h("kbd", { "aria-hidden": true }, keys),
  );
}

const PAUSE = 150;
const SHORTEST = 2;

/** What the addresses in `finders` answer to what is looked for, once the typing pauses. */
function useFound(finders, asked) {
  const [found, setFound] = useState([]);
  const addresses = (finders ?? []).join(" ");
  useEffect(() => {
    if (!addresses || asked.length < SHORTEST) {
      setFound([]);
      return undefined;
    }
    const stop = new AbortController();
    const find = (address) => fetch(`${address}?${new URLSearchParams({ q: asked })}`, { signal: stop.signal }).then((answer) => (answer.ok ? answer.json() : { found: [] }));
    const timer = setTimeout(() => Promise.all(addresses.split(" ").map(find)).then((all) => setFound(all.flatMap((one) => one.found)), () => {}), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [addresses, asked]);
  return found;
}

/** Go anywhere by name: Ctrl-K or Cmd-K, type, arrow keys, Enter. */
export function Palette({ places, commands, finders }) {
  const dialog = useRef(null);
  const list = useId();
  const navigate = useNavigate();
  const location = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);

  const all = useMemo(() => unique([...flat(places), ...(commands ?? [])]), [places, commands]);
  const more = useFound(finders, isOpen ? text.trim() : "");
  const found = useMemo(() => unique([...all.filter((command) => fits(command, text.toLowerCase().split(/\s+/).filter(Boolean))), ...more]), [all, more, text]);

  useEffect(() => {
    const open = () => {
      setText("");
      setAt(0);
      setOpen(true);
    };
    const onKey = (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (dialog.current?.open) dialog.current.close();
      else open();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener(OPEN, open);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(OPEN, open);
    };
  }, []);
  useEffect(() => {
    if (isOpen && !dialog.current.open) dialog.current.showModal();
  }, [isOpen]);
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, list]);

  const go = (command) => {
    dialog.current.close();
    if (command) navigate(carried(command.url, command.keeps, location));
  };
  const onKeyDown = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(found[at]);
    }
  };

  return h(
    "dialog",
    { ref: dialog, className: "palette", "aria-label": "Search and commands", onClose: () => setOpen(false), onMouseDown: (event) => event.target === dialog.current && dialog.current.close() },
    isOpen && [
      h(
        "div",
        { key: "search", className: "search" },
        icon("M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12.5 12.5l4 4"),
        h("input", {
          autoFocus: true,
          role: "combobox",
          "aria-label": "Go to",
          "aria-expanded": true,
          "aria-controls": list,
          "aria-activedescendant": found.length ? `${list}-${at}` : undefined,
          autoComplete: "off",
          spellCheck: false,
          placeholder: "Where to?",
          value: text,
          onChange: (event) => {
            setText(event.target.value);
            setAt(0);
          },
          onKeyDown,
        }),
        h("kbd", { "aria-hidden": true }, "Esc"),
      ),
      h(
        "div",
        { key: "found", id: list, role: "listbox", "aria-label": "Places" },
        found.map((command, index) =>
          h(
            "div",
            { key: command.url, id: `${list}-${index}`, role: "option", "aria-selected": index === at, onPointerMove: () => setAt(index), onClick: () => go(command) },
            h("span", null, command.label),
            command.hint && h("small", null, command.hint),
          ),
        ),
      ),
      !found.length && h("p", { key: "none", className: "none", role: "status" }, "Nothing by that name."),
    ],
  );
}


// --- The first paint --------------------------------------------------------------------------------------------

/** Takes away what the server had painted, once the page has its own data or another page is opened. */
export function FirstPaint({ isLoaded }) {
  const { pathname } = useLocation();
  const first = useRef(pathname);
  useEffect(() => {
    if (isLoaded || pathname !== first.current) document.getElementById("first-paint")?.remove();
  }, [isLoaded, pathname]);
  return null;
}
