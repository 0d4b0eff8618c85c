// Catches what breaks while a page is drawn, tells the server with an id, and keeps our look.
import { Component, createElement as h } from "react";
import { ReflexEvent } from "$/utils/state";
import { app, eventLoop } from "$/utils/context-registry";

const newId = () => crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), "").slice(0, 10);

export class Boundary extends Component {
  state = { id: null };

  static getDerivedStateFromError() {
    return { id: newId() };
  }

  componentDidCatch(error, info) {
    const report = { info: `[${this.state.id}] ${error?.name}: ${error?.message}\n${error?.stack}`, component_stack: info?.componentStack ?? "" };
    eventLoop.addEvents([ReflexEvent(`${app.exception_state_name}.handle_frontend_exception`, report)]);
  }

  render() {
    if (!this.state.id) return this.props.children;
    return h(
      "main",
      { className: "wrap" },
      h(
        "div",
        { className: "empty hero" },
        h("h1", null, "This page broke"),
        h("p", null, "It is our mistake, and it has been reported. What you saved is safe. Loading the page again usually helps."),
        h("p", { className: "small" }, "If it does not, tell us this number: ", h("code", null, this.state.id)),
        h(
          "div",
          { className: "row" },
          h("button", { type: "button", className: "btn primary", onClick: () => window.location.reload() }, "Load the page again"),
          h("a", { className: "btn", href: this.props.home }, "Go to the start page"),
        ),
      ),
    );
  }
}
