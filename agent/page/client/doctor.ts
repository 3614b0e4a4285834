/** The doctor on the page: what is wrong with the gateway, each with its cure. */
import { button, type Child, h } from "./dom.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { said, say } from "./state.ts";

type Words = { zh: string; en: string };
type Shown = { title: Words; state: string; text: Words; cure?: Words };

let findings: Shown[] | null = null;

export function doctorPart(): HTMLElement {
  const examine = () =>
    post("/api/install/doctor", {}, "doctor", (answer) => {
      findings = (answer as { findings: Shown[] }).findings;
    });
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().doctor),
    h("p", {}, button(iw().examine, examine)),
    said("doctor"),
    ...lines(),
  );
}

function lines(): Child[] {
  if (findings === null) return [];
  const wrong = findings.filter(({ state }) => state !== "well");
  if (wrong.length === 0) return [h("p", {}, iw().allWell(findings.length))];
  return [...wrong.map(line), h("p", { class: "dim" }, iw().wellCount(findings.length - wrong.length))];
}

function line({ title, state, text, cure }: Shown): HTMLElement {
  return h(
    "div",
    { class: "finding" },
    h("p", {}, h("b", {}, `${iw().finding[state] || ""} · ${say(title)} `), say(text)),
    cure ? h("p", {}, `→ ${say(cure)}`) : null,
  );
}
