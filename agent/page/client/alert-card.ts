/** One alert: what, where, since when, what to do first, what people did, and what can be done. */
import type { AlertOnPage } from "../view.ts";
import { button, type Child, h, keep, kept } from "./dom.ts";
import { photoButton } from "./photo-button.ts";
import { post } from "./post.ts";
import { ago, isWall, pointText, said, say, shapes, state, t, tell, when } from "./state.ts";

/** Where something is said that outlives its card. */
export const aboveAll = "above all";

export function alertCard(alert: AlertOnPage): HTMLElement {
  return h(
    "section",
    { class: `card alert ${alert.isDrill ? "drill" : `s${alert.severity}`}` },
    badges(alert),
    h("h3", {}, `${say(alert.what)} · ${alert.place}`),
    factLine(alert),
    alert.affected.length > 0 && h("p", {}, `${t().affected}: ${alert.affected.join("、")}`),
    alert.advice !== null && h("p", { class: "advice" }, say(alert.advice)),
    alert.standing === "unacknowledged" && steps(alert),
    alert.acknowledged !== null &&
      !alert.isPatrol &&
      h("p", {}, t().by(alert.acknowledged.by, when(alert.acknowledged.at))),
    alert.shelvedUntil !== null &&
      alert.standing === "shelved" &&
      h("p", {}, t().shelvedUntil(when(alert.shelvedUntil))),
    !isWall && call(alert),
    !isWall && state.me !== null && actions(alert),
    said(alert.alert),
    story(alert),
  );
}

export function severityBadge(severity: number): HTMLElement {
  return h("span", { class: `badge s${severity}` }, `${shapes[severity] || ""} ${t().severity[severity] || ""}`);
}

export function standingText({ isPatrol, standing }: AlertOnPage): string {
  return isPatrol ? t().patrolBadge : t().standing[standing] || "";
}

function badges(alert: AlertOnPage): HTMLElement {
  return h(
    "div",
    { class: "row" },
    alert.isDrill && h("span", { class: "badge drill" }, t().drill),
    severityBadge(alert.severity),
    h("span", { class: "badge plain" }, standingText(alert)),
    alert.count > 1 && h("span", { class: "badge plain" }, t().times(alert.count)),
  );
}

function factLine(alert: AlertOnPage): HTMLElement {
  const { point } = alert;
  return h(
    "p",
    { class: "dim" },
    `${t().since} ${when(alert.raisedAt)}${alert.isEstimated ? " ≈" : ""}${t().brackets(ago(alert.raisedAt))}`,
    alert.clearedAt !== null && alert.standing === "returned" ? ` · ${t().cleared} ${when(alert.clearedAt)}` : "",
    alert.isPatrol ? "" : ` · ${say(alert.title)}`,
    point ? ` · ${pointText(say(point.title), alert.value, point.unit, point.states)}` : "",
  );
}

function steps({ guide }: AlertOnPage): Child {
  if (guide.steps.length === 0) return null;
  return h(
    "div",
    {},
    h("p", { class: "dim" }, t().first),
    h("ol", {}, ...guide.steps.map((step) => h("li", {}, say(step)))),
  );
}

/** A thumb that slips calls nobody: the number comes up after the question, in another place. */
function call({ alert, guide, place }: AlertOnPage): Child {
  const { call: number } = guide;
  if (number === undefined) return null;
  const key = `call ${alert}`;
  const show = (what: string) => () => {
    state.opened[key] = what;
    state.draw();
  };
  if (state.opened[key] !== "asked") return h("p", {}, button(t().call(number), show("asked"), "call"));
  return h(
    "div",
    { class: "ask" },
    h("p", {}, button(t().callNot, show(""))),
    h("p", {}, t().callAsk(place)),
    h("p", {}, h("a", { class: "button call now", href: `tel:${number}` }, t().callNow(number))),
  );
}

function acknowledge({ alert, standing }: AlertOnPage): void {
  post(`/api/acknowledge/${alert}`, {}, alert, () => {
    if (standing === "returned") tell(aboveAll, t().seenOver);
    else tell(alert, t().seen);
  });
}

function actions(alert: AlertOnPage): HTMLElement {
  const key = alert.alert;
  const open = (what: string) => () => {
    state.opened[key] = state.opened[key] === what ? "" : what;
    state.draw();
  };
  const isOpen = alert.standing === "unacknowledged" || alert.standing === "returned";
  const takeBack = () => post(`/api/shelve/${key}`, { minutes: 0, reason: t().unshelveReason }, key, () => undefined);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      isOpen && button(t().acknowledge, () => acknowledge(alert), "first"),
      button(t().note, open("note")),
      photoButton(t().photo, key, "photo", (small) => post(`/api/photo/${key}`, small, key, () => undefined)),
      alert.standing === "shelved"
        ? button(t().unshelve, takeBack)
        : alert.standing !== "normal" && button(t().shelve, open("shelve")),
    ),
    state.opened[key] === "note" &&
      form(key, t().noteLabel, [{ name: t().save, send: (text) => [`/api/note/${key}`, { text }] }]),
    state.opened[key] === "shelve" &&
      form(
        key,
        t().shelveLabel,
        [60, 240, 1440].map((minutes) => ({
          name: t().shelveFor(minutes),
          send: (reason: string): [string, unknown] => [`/api/shelve/${key}`, { minutes, reason }],
        })),
      ),
  );
}

type Sending = { name: string; send: (text: string) => [string, unknown] };

/** What is typed stays on this device until the gateway has it. */
function form(key: string, label: string, buttons: Sending[]): HTMLElement {
  const draft = `draft ${key} ${state.opened[key]}`;
  const area = h("textarea", { maxlength: "2000", id: `text-${key}` }) as HTMLTextAreaElement;
  area.value = kept(draft);
  area.addEventListener("input", () => keep(draft, area.value));
  const act = ({ send }: Sending) => {
    const [path, body] = send(area.value);
    post(path, body, key, () => {
      keep(draft, "");
      state.opened[key] = "";
    });
  };
  return h(
    "div",
    {},
    h("label", { for: `text-${key}` }, label),
    area,
    h("div", { class: "row" }, ...buttons.map((one) => button(one.name, () => act(one), "first"))),
  );
}

function story({ story: lines }: AlertOnPage): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    "ul",
    { class: "story" },
    ...lines.map((line) =>
      h(
        "li",
        {},
        h("span", { class: "dim" }, `${when(line.at)} ${line.by} `),
        `${t().story[line.kind] || ""}${line.text}`,
      ),
    ),
  );
}
