/** The page in the browser: draws what the gateway tells, sends what people do. Works in browsers of 2016. */
import type { DeviceOnPage, PageView } from "../view.ts";
import { alertCard } from "./alert-card.ts";
import { button, type Child, h, keep } from "./dom.ts";
import { followInstallation, installPage } from "./install.ts";
import { iw } from "./install-words.ts";
import { patrolForm } from "./patrol.ts";
import { post } from "./post.ts";
import { ago, isInstall, isWall, say, state, t, valueText } from "./state.ts";

const page = document.getElementById("page") as HTMLElement;
function header(shown: PageView): HTMLElement {
  return h(
    "header",
    {},
    h(
      "div",
      { class: "row" },
      h("h1", { class: "grow" }, shown.gateway.title),
      !isWall && button(t().other, switchLanguage),
      !isWall && h("a", { class: "button", href: "/wall" }, t().wall),
    ),
    h("p", { class: "dim" }, shown.isOnline ? t().online : t().offline(shown.waiting)),
    shown.isClockSure ? null : h("p", { class: "dim" }, t().clockUnsure),
    state.isLost && h("p", { class: "said", role: "alert" }, t().lost),
  );
}

function switchLanguage(): void {
  state.language = state.language === "zh" ? "en" : "zh";
  keep("language", state.language);
  draw();
}

function signIn(): HTMLElement {
  if (state.me !== null) return h("p", { class: "dim" }, t().signedIn(state.me));
  if (state.people.length === 0) return h("p", { class: "dim" }, t().nobody);
  const select = h(
    "select",
    { id: "who" },
    ...state.people.map((name) => h("option", { value: name }, name)),
  ) as HTMLSelectElement;
  const pin = h("input", {
    id: "pin",
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: "8",
  }) as HTMLInputElement;
  const enter = (event: Event) => {
    event.preventDefault();
    const name = select.value;
    post("/api/session", { name, pin: pin.value }, "sign-in", () => {
      state.me = name;
      learnSession();
    });
  };
  return h(
    "form",
    { class: "card", submit: enter },
    h("h2", {}, t().signIn),
    h("label", { for: "who" }, t().who),
    select,
    h("label", { for: "pin" }, t().pin),
    pin,
    !!state.opened["say sign-in"] && h("p", { class: "said", role: "alert" }, state.opened["say sign-in"] || ""),
    h("p", {}, h("button", { type: "submit", class: "first" }, t().enter)),
  );
}

function deviceCard(device: DeviceOnPage): HTMLElement {
  const lines: HTMLElement[] = [];
  for (const point of device.points) {
    lines.push(h("span", {}, say(point.title)));
    lines.push(
      point.value === null || point.at === null
        ? h("span", { class: "dim" }, t().noValue)
        : h(
            "span",
            {},
            `${valueText(point.value, point.unit, point.states)} `,
            h("span", { class: "dim" }, `· ${ago(point.at)}`),
          ),
    );
  }
  return h(
    "section",
    { class: device.fault ? "card silent" : "card" },
    h(
      "div",
      { class: "row" },
      h("b", { class: "grow" }, say(device.title)),
      !!device.fault && h("span", { class: "badge plain" }, t().silent),
    ),
    h("p", { class: "dim" }, device.place),
    h("div", { class: "values" }, ...lines),
  );
}

/** A wall does not scroll: the gravest in full, the others a line each, the rest a number. */
function wallCards({ alerts }: PageView): HTMLElement[] {
  const [first, ...others] = alerts;
  if (first === undefined) return [];
  const lines = others
    .slice(0, mostLines)
    .map((alert) =>
      h(
        "p",
        { class: `card alert s${alert.severity}` },
        h("span", { class: `badge s${alert.severity}` }, t().severity[alert.severity] || ""),
        ` ${say(alert.what)} · ${alert.place} · ${ago(alert.raisedAt)} · ${t().standing[alert.standing] || ""}`,
      ),
    );
  const more = others.length - lines.length;
  return [alertCard(first), ...lines, ...(more > 0 ? [h("p", {}, t().more(more))] : [])];
}

const mostLines = 4;

function draw(): void {
  if (state.view === null) return;
  const shown = state.view;
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = shown.alerts.length > 0 ? `(${shown.alerts.length}) ${shown.gateway.title}` : shown.gateway.title;
  document.body.className = isWall ? "wall" : "";
  const parts: Child[] = isInstall ? [header(shown), signIn(), ...installPage()] : residentParts(shown);
  while (page.firstChild) page.removeChild(page.firstChild);
  for (const part of parts)
    if (part !== null && part !== false)
      page.appendChild(typeof part === "string" ? document.createTextNode(part) : part);
}

function residentParts(shown: PageView): Child[] {
  return [
    header(shown),
    ...(isWall ? wallCards(shown) : shown.alerts.map(alertCard)),
    shown.alerts.length === 0 &&
      h("section", { class: "card quiet" }, h("p", {}, t().allWell), h("p", { class: "dim" }, t().allWellMore)),
    !isWall &&
      state.me !== null &&
      shown.hasOutputs &&
      h(
        "div",
        { class: "row" },
        shown.isSounding &&
          button(t().silence, () => post("/api/silence", { minutes: 10 }, "outputs", () => undefined), "first"),
        button(t().test, () => post("/api/test", {}, "outputs", () => undefined)),
        !!state.opened["say outputs"] && h("p", { class: "said", role: "status" }, state.opened["say outputs"] || ""),
      ),
    !isWall && signIn(),
    !isWall && state.me !== null && patrolForm(),
    ...(isWall ? [] : past(t().patrolSent, shown, true)),
    ...(isWall ? [] : past(t().past, shown, false)),
    !isWall && h("h2", {}, t().devices),
    ...(isWall ? [] : shown.devices.map(deviceCard)),
    !isWall && state.isTechnician && h("p", {}, h("a", { class: "button", href: "/install" }, iw().title)),
  ];
}

function past(title: string, shown: PageView, isPatrol: boolean): HTMLElement[] {
  const those = shown.past.filter((alert) => alert.isPatrol === isPatrol);
  return those.length === 0 ? [] : [h("h2", {}, title), ...those.map(alertCard)];
}

function isTyping(): boolean {
  const active = document.activeElement;
  return active !== null && /^(TEXTAREA|INPUT|SELECT)$/.test(active.tagName);
}

function take(next: PageView): void {
  const isNew =
    state.view === null ||
    next.alerts.map(({ alert, standing }) => alert + standing).join() !==
      state.view.alerts.map(({ alert, standing }) => alert + standing).join();
  state.view = next;
  state.ahead = next.now - Date.now();
  state.isLost = false;
  // A new alert is drawn whatever somebody is typing: the words are kept.
  if (isNew || !isTyping()) redraw();
}

/** Draws and gives the keyboard back. */
function redraw(): void {
  const active = document.activeElement as HTMLTextAreaElement | null;
  const id = isTyping() && active !== null ? active.id : "";
  const [text, at] = id !== "" && active !== null ? [active.value, active.selectionStart] : ["", 0];
  draw();
  const again = id === "" ? null : (document.getElementById(id) as HTMLTextAreaElement | null);
  if (again === null) return;
  again.value = text;
  again.focus();
  if (again.tagName === "TEXTAREA") again.setSelectionRange(at, at);
}

function listen(): void {
  const source = new EventSource("/api/events");
  source.onmessage = (event) => take(JSON.parse(event.data));
  source.onerror = () => {
    if (!state.isLost && state.view !== null) {
      state.isLost = true;
      if (!isTyping()) draw();
    }
    // Some browsers give up by themselves.
    if (source.readyState === 2) setTimeout(listen, 3000);
  };
}

function learnSession(): void {
  fetch("/api/session", { credentials: "same-origin" })
    .then((response) => response.json())
    .then(
      (session) => {
        state.me = session.name;
        state.people = session.people;
        state.isTechnician = session.isTechnician;
        draw();
      },
      () => undefined,
    );
}

state.draw = draw;
state.drawCalmly = () => {
  if (!isTyping()) redraw();
};
learnSession();
if (isInstall) followInstallation();
listen();
