// Where and how the person in front of this browser reads dates and money.
// The pages are in English: an English reader gets their own region's form, everybody else British form.
import { useEffect, useSyncExternalStore } from "react";

const KEY = "academy-zone";
const SERVER = { zone: "UTC", locale: "en-GB", isServer: true };
const listeners = new Set();
let current = null;

const isZone = (zone) => {
  try {
    return Boolean(zone) && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
};

const remembered = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const settle = (wanted) => {
  const zone = isZone(wanted) ? wanted : Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const locale = navigator.languages?.find((language) => /^en\b/.test(language)) ?? "en-GB";
  current = { zone, locale, isServer: false };
};

const snapshot = () => {
  if (!current) settle(remembered());
  return current;
};

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The viewer's zone and locale; while the server renders, and for the first paint, UTC and British English. */
export const useViewer = () => useSyncExternalStore(subscribe, snapshot, () => SERVER);

/** Renders nothing: makes the zone of the person's profile the zone of every date on the page. */
export function ZoneChoice({ zone, isReady }) {
  useEffect(() => {
    if (!isReady) return;
    try {
      if (zone) localStorage.setItem(KEY, zone);
      else localStorage.removeItem(KEY);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    settle(zone);
    listeners.forEach((listener) => listener());
  }, [zone, isReady]);
  return null;
}
