/** The doctor on the page: what is wrong with the gateway, each with its cure. */
import { button, type Child, h } from "./dom.ts";
import { said } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { say } from "./state.ts";

type Words = { zh: string; en: string };
type Shown = { check: string; subject: string; state: string; text: Words; cure?: Words };

let findings: Shown[] | null = null;

export function doctorPart(): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().doctor),
    h(
      "p",
      {},
      button(iw().examine, () =>
        post("/api/install/doctor", {}, "doctor", (answer) => {
          findings = (answer as { findings: Shown[] }).findings;
        }),
      ),
    ),
    said("doctor"),
    ...lines(),
  );
}

function lines(): Child[] {
  if (findings === null) return [];
  const wrong = findings.filter(({ state }) => state !== "well");
  if (wrong.length === 0) return [h("p", {}, iw().allWell(findings.length))];
  return wrong.map(({ subject, text, cure }) =>
    h("div", { class: "finding" }, h("b", {}, `${subject} ${say(text)}`), cure ? h("p", {}, `→ ${say(cure)}`) : null),
  );
}
