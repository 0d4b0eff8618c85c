// Dates and times in the viewer's zone, formatted by the browser's own Intl.
import { createElement as h, useEffect, useRef, useState } from "react";
import { useViewer } from "./viewer.js";

const SHAPES = {
  date: { day: "numeric", month: "long", year: "numeric" },
  day: { weekday: "long", day: "numeric", month: "long" },
  short: { day: "numeric", month: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  datetime: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  dates: { day: "numeric", month: "long" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
};

const yearOf = (date, zone) => new Intl.DateTimeFormat("en", { year: "numeric", timeZone: zone }).format(date);

// The year is said only when it is not this one; the server does not know which year it will be read in.
const options = (shape, dates, { zone, isServer }) => {
  const wanted = { ...SHAPES[shape], timeZone: zone };
  const elsewhen = !isServer && dates.some((date) => yearOf(date, zone) !== yearOf(new Date(), zone));
  if (elsewhen && shape !== "time") wanted.year = "numeric";
  return wanted;
};

const parse = (iso) => {
  const date = iso ? new Date(iso) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
};

const useZone = (zone) => {
  const viewer = useViewer();
  return zone ? { ...viewer, zone } : viewer;
};

const title = (date, { zone, locale }) => new Intl.DateTimeFormat(locale, { ...SHAPES.full, timeZone: zone }).format(date);

/** One moment, in one of the shapes above. */
export function LocalTime({ iso, shape = "datetime", zone, className }) {
  const viewer = useZone(zone);
  const date = parse(iso);
  if (!date) return null;
  const text = new Intl.DateTimeFormat(viewer.locale, options(shape, [date], viewer)).format(date);
  return h("time", { dateTime: iso, title: title(date, viewer), className, suppressHydrationWarning: true }, text);
}

/** From one moment to another: "4–5 March", "09:00–17:00". */
export function LocalRange({ start, end, shape = "dates", zone, className }) {
  const viewer = useZone(zone);
  const [from, to] = [parse(start), parse(end)];
  if (!from || !to) return null;
  const text = new Intl.DateTimeFormat(viewer.locale, options(shape, [from, to], viewer)).formatRange(from, to);
  return h("span", { className: `num ${className ?? ""}`.trim(), title: title(from, viewer), suppressHydrationWarning: true }, text);
}

/** The name of the zone the page's times are in: "Europe/Berlin". */
export function ZoneName({ zone, className }) {
  const viewer = useZone(zone);
  return h("span", { className }, viewer.zone.replaceAll("_", " "));
}

const useNow = (every) => {
  const [now, setNow] = useState(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
};

const two = (number) => String(number).padStart(2, "0");
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const remaining = (seconds) => {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days >= 2) return plural(days, "day") + (days < 7 && hours ? ` ${plural(hours, "hour")}` : "");
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(minutes)} min`;
  return `${minutes}:${two(seconds % 60)}`;
};

const SAID_AT = [600, 300, 60, 30];

// How far the browser's clock is behind the server's; asked once, of the header that every answer has, in whole seconds.
let skew = 0;
let asked = null;

const askForTime = async () => {
  const answer = await fetch(window.location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
  const behind = Date.parse(answer?.headers.get("date")) + 500 - Date.now();
  if (Math.abs(behind) > 2000) skew = behind;
};

/** Counts down to a moment by the server's clock. */
export function Countdown({ iso, over = "now", onEnd, className }) {
  const target = parse(iso)?.getTime();
  const ended = useRef(false);
  const last = useRef(null);
  const [said, setSaid] = useState("");
  const [left, setLeft] = useState(null);

  useEffect(() => {
    if (!target) return undefined;
    ended.current = false;
    last.current = null;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((target - Date.now() - skew) / 1000));
      const passed = last.current !== null && SAID_AT.find((mark) => last.current > mark && seconds <= mark);
      if (passed) setSaid(passed >= 60 ? `${plural(passed / 60, "minute")} left` : `${passed} seconds left`);
      if (seconds === 0 && !ended.current) {
        ended.current = true;
        if (last.current !== null) {
          setSaid("Time is up");
          onEnd?.();
        }
      }
      last.current = seconds;
      setLeft(seconds);
    };
    asked ??= askForTime();
    asked.then(tick);
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [target]);

  if (!target) return null;
  return h(
    "span",
    { className },
    h("time", { dateTime: iso, role: "timer", className: "num nowrap" }, left === null ? "\u00a0" : left === 0 ? over : remaining(left)),
    h("span", { className: "hushed", role: "status" }, said),
  );
}

const STEPS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

const ago = (seconds, locale) => {
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return "just now";
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / step[1]), step[0]);
};

/** How long ago, or how soon; past a week it is the date. */
export function RelativeTime({ iso, className }) {
  const viewer = useViewer();
  const now = useNow(30000);
  const date = parse(iso);
  if (!date) return null;
  const seconds = now === null ? null : (date.getTime() - now) / 1000;
  const text =
    seconds === null || Math.abs(seconds) > 7 * 86400
      ? new Intl.DateTimeFormat(viewer.locale, options("short", [date], viewer)).format(date)
      : ago(seconds, viewer.locale);
  return h("time", { dateTime: iso, title: title(date, viewer), className, suppressHydrationWarning: true }, text);
}
