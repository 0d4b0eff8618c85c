// What is typed becomes a draft: in this browser at once, on the server a moment later, and what was begun elsewhere is found.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { draftAt } from "./asking.js";
import { keep, occupy, recall } from "./keeping.js";
import { Saver, wordsOf } from "./saving.js";

/** The way of what is typed into this browser and to the server. */
const wayOf = ({ owner, spot, here, field, post, show }) => {
  const saver = new Saver();
  const way = { saver };
  way.keepHere = () => {
    if (!owner || !field.area.current) return;
    const kept = { text: field.content, fields: field.fields, before: field.start, base: saver.base, isDirty: wordsOf(field.draft) !== saver.last, outbox: post.current };
    keep(owner, spot, field.isWritten || post.current ? kept : null);
  };
  way.typed = () => {
    field.isTyped = true;
    show.state((state) => (state === "saved" ? "" : state));
    if (owner && !post.current) saver.soon({ ...here, spot, ...field.draft });
    way.keepHere();
  };
  way.forget = () => {
    saver.stop();
    saver.base = 0;
    saver.last = null;
    field.clear();
    show.state("");
    show.newer(null);
    show.unmarked([]);
  };
  saver.said = (state, told) => {
    show.state(state);
    if (state === "newer") show.newer(told.newer);
    if (state !== "saved") return undefined;
    if (told.unmarked) show.unmarked(told.unmarked);
    if (field.area.current) return way.keepHere();
    const kept = recall(owner, spot);
    if (kept.text === told.draft.content) keep(owner, spot, { ...kept, base: saver.base, isDirty: false });
    return undefined;
  };
  return { ...way, ...meetingsOf(way, field, show) };
};

/** What this browser has and what the server has become one; if both were written apart, the person chooses. */
const meetingsOf = ({ saver, keepHere, typed, forget }, field, show) => {
  const agree = (found) => {
    saver.base = found.version;
    saver.last = wordsOf(found);
    show.newer(null);
    show.state("saved");
  };
  const takeOver = (found) => {
    saver.stop();
    agree(found);
    field.fill(found.content || field.start, { title: found.title, category: found.category, tags: found.tags.join(", ") });
    keepHere();
  };
  const keepMine = (found) => {
    saver.base = found.version;
    show.newer(null);
    typed();
    saver.now();
  };
  const meet = (found) => {
    if (wordsOf(found) === wordsOf(field.draft)) {
      agree(found);
      keepHere();
    } else if (!field.isWritten || !field.isTyped) takeOver(found);
    else if (found.version === saver.base) typed();
    else show.newer(found);
  };
  /** The server has nothing: what it once had was sent or given up elsewhere, what it never had goes there. */
  const meetNone = (isClean) => {
    if (saver.base > 0 && isClean) {
      forget();
      keepHere();
      return;
    }
    saver.base = 0;
    saver.last = null;
    show.newer(null);
    if (field.isWritten) typed();
  };
  return { takeOver, keepMine, meet, meetNone };
};

/** Find what was begun at this spot, here or on another device; `found` is told of what this browser had kept. */
const useRecalled = ({ owner, spot, field, way, found }) => {
  useLayoutEffect(() => {
    field.began();
    if (!owner) return undefined;
    const kept = recall(owner, spot);
    way.saver.base = kept.base ?? 0;
    if (kept.fields && !field.isWritten) {
      field.start = kept.before ?? field.start;
      field.fill(kept.text || field.start, kept.fields);
      field.isTyped = true;
      found(kept);
    }
    let isHere = true;
    const meet = (draft) => isHere && !kept.outbox && (draft ? way.meet(draft) : way.meetNone(!kept.isDirty));
    draftAt(spot).then(meet).catch(() => isHere && kept.isDirty && !kept.outbox && way.typed());
    const away = occupy(spot);
    return () => {
      isHere = false;
      away();
    };
  }, [way]);
};

/** What is due goes out when there is a connection again, and when the page or the composer goes. */
const useLeaving = (way) => {
  useLayoutEffect(() => {
    const now = () => way.saver.now();
    const hidden = () => document.hidden && now();
    window.addEventListener("online", now);
    window.addEventListener("pagehide", now);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("online", now);
      window.removeEventListener("pagehide", now);
      document.removeEventListener("visibilitychange", hidden);
      way.saver.leave();
    };
  }, [way]);
};

const goneElsewhere = (way, field) => {
  const gone = [field.text, field.fields];
  way.meetNone(true);
  const onAction = () => {
    if (!field.area.current) return;
    field.fill(...gone);
    way.typed();
  };
  window.academyToast?.({ message: "This draft was sent or given up on another page.", action: "Bring it back", onAction });
};

/** Another page has saved here, or sent or given up what was begun. */
const useElsewhere = ({ owner, spot, version, field, way, post, noNewer }) => {
  const before = useRef(version);
  useEffect(() => {
    const was = before.current;
    const { saver } = way;
    before.current = version;
    if (!owner || version === was || version === saver.base || saver.isBusy || post.current) return;
    if (version) draftAt(spot).then((draft) => draft && draft.version > saver.base && way.meet(draft)).catch(() => {});
    else if (saver.base && wordsOf(field.draft) === saver.last) goneElsewhere(way, field);
    else noNewer();
  }, [version]);
};

/** The draft of what is written in a field: `{ way, state, newer, unmarked }`. */
export const useDraft = ({ owner, spot, drafts, here, field, post, found }) => {
  const [state, setState] = useState("");
  const [newer, setNewer] = useState(null);
  const [unmarked, setUnmarked] = useState([]);
  const show = { state: setState, newer: setNewer, unmarked: setUnmarked };
  const way = useMemo(() => wayOf({ owner, spot, here, field, post, show }), [owner, spot, here]);
  useRecalled({ owner, spot, field, way, found });
  useLeaving(way);
  useElsewhere({ owner, spot, version: drafts?.[spot] ?? 0, field, way, post, noNewer: () => setNewer(null) });
  return { way, state, newer, unmarked };
};
