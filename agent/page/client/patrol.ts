/** A report by patrol: where, what, how urgent and a photo; what is typed stays on this device until the gateway has it. */
import { button, h, keep, kept } from "./dom.ts";
import { photoButton } from "./photo-button.ts";
import { post } from "./post.ts";
import { said, shapes, state, t, tell } from "./state.ts";

const key = "patrol";
let photo: Blob | null = null;

export function patrolForm(): HTMLElement {
  if (state.opened[key] !== "open")
    return h(
      "div",
      {},
      button(t().patrol, () => show("open")),
      said(key),
    );
  const place = field("input", "place") as HTMLInputElement;
  const text = field("textarea", "text") as HTMLTextAreaElement;
  const how = h(
    "select",
    { id: "patrol-how" },
    ...[1, 2, 3, 4].map((severity) =>
      h("option", { value: String(severity) }, `${shapes[severity]} ${t().severity[severity] || ""}`),
    ),
  ) as HTMLSelectElement;
  how.value = kept("draft patrol how") || "3";
  how.addEventListener("change", () => keep("draft patrol how", how.value));
  const send = (event: Event) => {
    event.preventDefault();
    const body = { place: place.value, text: text.value, severity: Number(how.value) };
    post("/api/patrol", body, key, (answer) => sent((answer as { alert: string }).alert));
  };
  return h(
    "form",
    { class: "card", submit: send },
    h("h2", {}, t().patrol),
    h("label", { for: "patrol-place" }, t().patrolPlace),
    place,
    h("label", { for: "patrol-text" }, t().patrolText),
    text,
    h("label", { for: "patrol-how" }, t().patrolHow),
    how,
    h(
      "p",
      {},
      photoButton(photo === null ? t().patrolPhoto : t().patrolPhotoTaken, key, "patrol-photo", (small) => {
        photo = small;
        tell(key, "");
      }),
    ),
    said(key),
    h(
      "div",
      { class: "row" },
      h("button", { type: "submit", class: "first" }, t().patrolSend),
      button(t().cancel, () => show("")),
    ),
  );
}

function show(what: string): void {
  state.opened[key] = what;
  tell(key, "");
}

function sent(alert: string): void {
  for (const part of ["place", "text", "how"]) keep(`draft patrol ${part}`, "");
  const small = photo;
  photo = null;
  state.opened[key] = "";
  const thanks = () => tell(key, t().patrolThanks);
  if (small === null) thanks();
  else post(`/api/photo/${alert}`, small, key, thanks, () => tell(key, t().patrolNoPhoto, "bad"));
}

function field(name: "input" | "textarea", what: string): HTMLElement {
  const draft = `draft patrol ${what}`;
  const element = h(name, { id: `patrol-${what}`, maxlength: "2000" }) as HTMLInputElement;
  element.value = kept(draft);
  element.addEventListener("input", () => keep(draft, element.value));
  return element;
}
