/** The page in the browser: draws what the gateway tells, sends what people do. Works in browsers of 2016. */
import type { PageView } from "../view.ts";
import { button, type Child, h, keep } from "./dom.ts";
import { homePage, wallPage } from "./home.ts";
import { followInstallation, installPage } from "./install.ts";
import { iw } from "./install-words.ts";
import { learnSession, signInPart } from "./people.ts";
import { isInstall, isRecord, isWall, state, t } from "./state.ts";

const page = document.getElementById("page") as HTMLElement;

function header(shown: PageView): HTMLElement {
  const hub = shown.isOnline ? t().online : shown.hasHub ? t().offline(shown.waiting) : t().notEnrolled(shown.waiting);
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
    h("p", { class: "dim" }, hub),
    shown.isClockSure ? null : h("p", { class: "dim" }, t().clockUnsure),
    state.isLost && h("p", { class: "said bad", role: "alert" }, t().lost),
  );
}

function switchLanguage(): void {
  state.language = state.language === "zh" ? "en" : "zh";
  keep("language", state.language);
  draw();
}

function parts(shown: PageView): Child[] {
  if (isWall) return [header(shown), ...wallPage(shown)];
  if (isInstall) return [header(shown), signInPart(), ...installPage()];
  // A record that nobody is signed in to see: the same address shows it after the sign-in.
  if (isRecord) return [header(shown), h("p", {}, iw().recordOnly), signInPart()];
  return [header(shown), ...homePage(shown)];
}

function draw(): void {
  if (isRecord && state.isTechnician) location.reload();
  if (state.view === null) return;
  const shown = state.view;
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = shown.alerts.length > 0 ? `(${shown.alerts.length}) ${shown.gateway.title}` : shown.gateway.title;
  document.body.className = isWall ? "wall" : "";
  const drawn = parts(shown);
  while (page.firstChild) page.removeChild(page.firstChild);
  for (const part of drawn)
    if (part !== null && part !== false)
      page.appendChild(typeof part === "string" ? document.createTextNode(part) : part);
}

function isTyping(): boolean {
  const active = document.activeElement;
  return active !== null && /^(TEXTAREA|INPUT|SELECT)$/.test(active.tagName);
}

function take(next: PageView): void {
  const told = ({ alerts }: PageView) => alerts.map(({ alert, standing }) => alert + standing).join();
  const isNew = state.view === null || told(next) !== told(state.view);
  const isBack = state.isLost;
  state.view = next;
  state.ahead = next.now - Date.now();
  state.isLost = false;
  // The gateway may have begun anew meanwhile, and somebody may have been sent away.
  if (isBack) learnSession();
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

/** One of the six connections that a browser holds to a host on plain http: a page that is left gives it up. */
let stream: EventSource | null = null;
let isLeft = false;

function listen(): void {
  if (isLeft) return;
  const source = new EventSource("/api/events");
  stream = source;
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

addEventListener("pagehide", () => {
  isLeft = true;
  stream?.close();
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  isLeft = false;
  listen();
});

state.draw = draw;
state.drawCalmly = () => {
  if (!isTyping()) redraw();
};
learnSession();
if (isInstall) followInstallation();
listen();
