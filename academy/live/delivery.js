// What a person does reaches the server though the connection or its worker be lost in between, and what they had on
// screen outlives the worker that showed it. The other half is delivery.py.
import { useContext, useEffect } from "react";
import { Socket } from "socket.io-client";
import { app, eventLoop, StateStoreContext } from "$/utils/context-registry";

// The server remembers what it has done for longer than this; what may have been done before is not sent again later.
const KEPT_FOR = 15 * 60 * 1000;
// What would make the first message larger than the server takes is left out.
const LARGEST_SCREEN = 400_000;

// Events that the server has not said are done, oldest first.
const open = new Map();
const followed = new WeakSet();
// The last connection there was: the server knows by it whether what it holds of this screen is the latest.
let last = null;
const emit = Socket.prototype.emit;

const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

const send = (socket, sent) => {
  sent.isBuffered = !socket.connected;
  emit.call(socket, "event", sent.event, () => open.delete(sent.event.id));
};

// Whatever is emitted while there is no connection is sent first when there is one again, before what waits elsewhere.
const follow = (socket) => {
  if (followed.has(socket)) return;
  followed.add(socket);
  socket.on("connect", () => open.forEach((sent) => (sent.isBuffered = false)));
  socket.on("disconnect", () => {
    for (const sent of open.values()) {
      if (sent.isBuffered) continue;
      sent.event = { ...sent.event, is_again: true };
      send(socket, sent);
    }
  });
};

// Called when the server has accepted a connection.
const onconnect = Socket.prototype.onconnect;
Socket.prototype.onconnect = function (id, ...rest) {
  last = id;
  return onconnect.call(this, id, ...rest);
};

Socket.prototype.emit = function (name, event, ...rest) {
  if (name !== "event") return emit.call(this, name, event, ...rest);
  follow(this);
  const sent = { event: { ...event, id: newId() }, at: Date.now(), socket: this };
  open.set(sent.event.id, sent);
  send(this, sent);
  return this;
};

const forgetOld = () => {
  for (const [id, { at, event, socket }] of open) {
    if (!event.is_again || Date.now() - at < KEPT_FOR) continue;
    open.delete(id);
    socket.sendBuffer = socket.sendBuffer.filter((packet) => packet.data[1]?.id !== id);
  }
};

/** Whether something the person did is still on its way, or waits for a connection. */
export const isDelivering = () => open.size > 0 || eventLoop.connectErrors.length > 0;

const screenOf = (store, kept) => {
  const screen = {};
  for (const [state, names] of Object.entries(kept)) {
    const values = store.getSnapshot(state) ?? {};
    const first = app.initialState?.[state] ?? {};
    const changed = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(first[name]));
    if (changed.length) screen[state] = Object.fromEntries(changed.map((name) => [name, values[name]]));
  }
  return JSON.stringify(screen).length > LARGEST_SCREEN ? {} : screen;
};

/** Renders nothing: on each further connection tells the server what is on the screen. */
export function Delivery({ kept }) {
  const store = useContext(StateStoreContext);
  useEffect(() => {
    const build = app.initialEvents;
    app.initialEvents = (isFirst) => {
      const events = build(isFirst);
      if (isFirst) return events;
      forgetOld();
      const [boot, ...others] = events;
      return [{ ...boot, payload: { ...boot.payload, screen: screenOf(store, kept), last } }, ...others];
    };
    return () => {
      app.initialEvents = build;
    };
  }, [store, kept]);
  return null;
}
