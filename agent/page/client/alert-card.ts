/** One alert: what, where, since when, what to do first, what people did, and what can be done. */
import type { AlertOnPage } from "../view.ts";
import { button, h, keep, kept } from "./dom.ts";
import { post } from "./post.ts";
import { shrink } from "./shrink.ts";
import { ago, isWall, say, state, t, valueText, when } from "./state.ts";

export function alertCard(alert: AlertOnPage): HTMLElement {
  const { point } = alert;
  const key = alert.alert;
  return h(
    "section",
    { class: `card alert s${alert.severity}` },
    h(
      "div",
      { class: "row" },
      h("span", { class: `badge s${alert.severity}` }, t().severity[alert.severity] || ""),
      h("span", { class: "badge plain" }, t().standing[alert.standing] || ""),
      alert.isDrill && h("span", { class: "badge drill" }, t().drill),
      alert.count > 1 && h("span", { class: "badge plain" }, t().times(alert.count)),
    ),
    h("h3", {}, `${say(alert.what)} · ${alert.place}`),
    h(
      "p",
      { class: "dim" },
      `${t().since} ${when(alert.raisedAt)}${alert.isEstimated ? " ≈" : ""}（${ago(alert.raisedAt)}）`,
      alert.clearedAt !== null && alert.standing === "returned" ? ` · ${t().cleared} ${when(alert.clearedAt)}` : "",
      ` · ${say(alert.title)}`,
      point ? ` · ${say(point.title)} ${valueText(alert.value, point.unit, point.states)}` : "",
    ),
    alert.affected.length > 0 && h("p", {}, `${t().affected}: ${alert.affected.join("、")}`),
    alert.advice !== null && h("p", { class: "advice" }, say(alert.advice)),
    alert.standing === "unacknowledged" &&
      h(
        "div",
        {},
        h("p", { class: "dim" }, t().first),
        h("ol", {}, ...alert.guide.steps.map((step) => h("li", {}, say(step)))),
      ),
    alert.acknowledged !== null && h("p", {}, t().by(alert.acknowledged.by, when(alert.acknowledged.at))),
    alert.shelvedUntil !== null &&
      alert.standing === "shelved" &&
      h("p", {}, t().shelvedUntil(when(alert.shelvedUntil))),
    !isWall &&
      alert.guide.call !== undefined &&
      h("p", {}, h("a", { class: "button call", href: `tel:${alert.guide.call}` }, t().call(alert.guide.call))),
    !isWall && state.me !== null && actions(alert),
    !!state.opened[`say ${key}`] && h("p", { class: "said", role: "status" }, state.opened[`say ${key}`] || ""),
    story(alert),
  );
}

function actions(alert: AlertOnPage): HTMLElement {
  const key = alert.alert;
  const open = (what: string) => () => {
    state.opened[key] = state.opened[key] === what ? "" : what;
    state.draw();
  };
  const isOpen = alert.standing === "unacknowledged" || alert.standing === "returned";
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      isOpen && button(t().acknowledge, () => post(`/api/acknowledge/${key}`, {}, key, () => undefined), "first"),
      button(t().note, open("note")),
      photoButton(key),
      alert.standing === "shelved"
        ? button(t().unshelve, () =>
            post(`/api/shelve/${key}`, { minutes: 0, reason: t().unshelveReason }, key, () => undefined),
          )
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

/** What is typed stays on this device until the gateway has it. */
function form(
  key: string,
  label: string,
  buttons: { name: string; send: (text: string) => [string, unknown] }[],
): HTMLElement {
  const draft = `draft ${key} ${state.opened[key]}`;
  const area = h("textarea", { maxlength: "2000", id: `text-${key}` }) as HTMLTextAreaElement;
  area.value = kept(draft);
  area.addEventListener("input", () => keep(draft, area.value));
  return h(
    "div",
    {},
    h("label", { for: `text-${key}` }, label),
    area,
    h(
      "div",
      { class: "row" },
      ...buttons.map(({ name, send }) =>
        button(
          name,
          () => {
            const [path, body] = send(area.value);
            post(path, body, key, () => {
              keep(draft, "");
              state.opened[key] = "";
            });
          },
          "first",
        ),
      ),
    ),
  );
}

function photoButton(key: string): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", hidden: true, class: "photo" }) as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    state.opened[`say ${key}`] = t().shrinking;
    state.draw();
    shrink(file, (small) => {
      if (small === null) {
        state.opened[`say ${key}`] = (t().errors.PHOTO_REFUSED as (detail: string) => string)("");
        state.draw();
      } else post(`/api/photo/${key}`, small, key, () => undefined);
    });
  });
  return h(
    "span",
    {},
    input,
    button(t().photo, () => input.click()),
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
