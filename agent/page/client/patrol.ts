/** A report by patrol: where, what and how urgent; what is typed stays on this device until the gateway has it. */
import { button, h, keep, kept } from "./dom.ts";
import { post } from "./post.ts";
import { state, t } from "./state.ts";

const key = "patrol";

export function patrolForm(): HTMLElement {
  if (state.opened[key] !== "open")
    return h(
      "p",
      {},
      button(t().patrol, () => {
        state.opened[key] = "open";
        state.draw();
      }),
      said(),
    );
  const place = field("input", "place") as HTMLInputElement;
  const text = field("textarea", "text") as HTMLTextAreaElement;
  const how = h(
    "select",
    { id: "patrol-how" },
    ...[1, 2, 3, 4].map((severity) =>
      h("option", { value: String(severity), selected: severity === 3 }, t().severity[severity] || ""),
    ),
  ) as HTMLSelectElement;
  const send = (event: Event) => {
    event.preventDefault();
    const body = { place: place.value, text: text.value, severity: Number(how.value) };
    post("/api/patrol", body, key, () => {
      keep("draft patrol place", "");
      keep("draft patrol text", "");
      state.opened[key] = "";
      state.opened[`say ${key}`] = t().saved;
    });
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
    said(),
    h("p", {}, h("button", { type: "submit", class: "first" }, t().patrolSend)),
  );
}

function said(): HTMLElement | null {
  const words = state.opened[`say ${key}`];
  return words ? h("span", { class: "said", role: "status" }, words) : null;
}

function field(name: "input" | "textarea", what: string): HTMLElement {
  const draft = `draft patrol ${what}`;
  const element = h(name, { id: `patrol-${what}`, maxlength: "2000" }) as HTMLInputElement;
  element.value = kept(draft);
  element.addEventListener("input", () => keep(draft, element.value));
  return element;
}
