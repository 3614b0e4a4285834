/** What residents see: alerts, what to do, what was done, and how the sensors are. */
import type { DeviceOnPage, PageView } from "../view.ts";
import { aboveAll, alertCard, severityBadge, standingText } from "./alert-card.ts";
import { button, type Child, h } from "./dom.ts";
import { faultBadge, faultCure } from "./fault-text.ts";
import { iw } from "./install-words.ts";
import { patrolForm } from "./patrol.ts";
import { signInPart } from "./people.ts";
import { post } from "./post.ts";
import { ago, said, say, state, t, valueText } from "./state.ts";

const mostLines = 4;

export function homePage(shown: PageView): Child[] {
  return [
    said(aboveAll),
    ...shown.alerts.map(alertCard),
    shown.alerts.length === 0 && quiet(shown),
    state.me !== null && shown.hasOutputs && outputs(shown),
    signInPart(),
    state.me !== null && patrolForm(),
    ...past(t().patrolSent, shown, true),
    ...past(t().past, shown, false),
    h("h2", {}, t().devices),
    ...shown.devices.map(deviceCard),
    state.isTechnician && h("p", {}, h("a", { class: "button", href: "/install" }, iw().title)),
  ];
}

/** A wall does not scroll: the gravest in full, the others a line each, the rest a number. */
export function wallPage(shown: PageView): Child[] {
  const [first, ...others] = shown.alerts;
  if (first === undefined) return [quiet(shown)];
  const lines = others
    .slice(0, mostLines)
    .map((alert) =>
      h(
        "p",
        { class: `card alert ${alert.isDrill ? "drill" : `s${alert.severity}`}` },
        severityBadge(alert.severity),
        ` ${say(alert.what)} · ${alert.place} · ${ago(alert.raisedAt)} · ${standingText(alert)}`,
      ),
    );
  const more = others.length - lines.length;
  return [alertCard(first), ...lines, more > 0 && h("p", {}, t().more(more))];
}

/** Promises nothing that this gateway cannot do. */
function quiet({ devices, hasOutputs }: PageView): HTMLElement {
  const isEmpty = devices.every(({ isSelf }) => isSelf);
  const more = isEmpty ? t().noSensorsMore : hasOutputs ? t().allWellSounding : t().allWellSilent;
  return h(
    "section",
    { class: isEmpty ? "card quiet silent" : "card quiet" },
    h("p", {}, isEmpty ? t().noSensors : t().allWell),
    h("p", { class: "dim" }, more),
  );
}

function outputs({ isSounding }: PageView): HTMLElement {
  const act = (path: string, body: unknown) => () => post(path, body, "outputs", () => undefined);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      isSounding && button(t().silence, act("/api/silence", { minutes: 10 })),
      button(t().test, act("/api/test", {})),
    ),
    said("outputs"),
  );
}

function past(title: string, shown: PageView, isPatrol: boolean): HTMLElement[] {
  const those = shown.past.filter((alert) => alert.isPatrol === isPatrol);
  return those.length === 0 ? [] : [h("h2", {}, title), ...those.map(alertCard)];
}

function deviceCard(device: DeviceOnPage): HTMLElement {
  const { fault } = device;
  return h(
    "section",
    { class: fault ? "card silent" : "card" },
    h(
      "div",
      { class: "row" },
      h("b", { class: "grow" }, say(device.title)),
      !!fault && h("span", { class: "badge plain" }, faultBadge(state.language, fault)),
    ),
    h("p", { class: "dim" }, device.place),
    !!fault && h("p", { class: "dim" }, faultCure(state.language, fault)),
    h("div", { class: "values" }, ...device.points.map(valueLine)),
  );
}

/** Smoke: smoke says nothing; Smoke: yes does. */
function stateText(title: string, text: string): string {
  return title.toLowerCase() === text.toLowerCase() ? t().bool[1] || text : text;
}

function valueLine({ title, value, at, unit, states }: DeviceOnPage["points"][number]): HTMLElement {
  const shown =
    value === null || at === null
      ? h("span", { class: "dim" }, t().noValue)
      : h(
          "span",
          {},
          `${stateText(say(title), valueText(value, unit, states))} `,
          h("span", { class: "dim" }, `· ${ago(at)}`),
        );
  return h("div", { class: "value" }, h("span", { class: "grow" }, say(title)), shown);
}
