/** The technician's page: gateway, sensors found, each proved, the record signed; works with no internet. */
import { doctorPart } from "./doctor.ts";
import { button, type Child, h } from "./dom.ts";
import { devicePart } from "./install-device.ts";
import { foundPart, searchPart } from "./install-find.ts";
import { field, type InstallView, nothingMore } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { peoplePart } from "./people.ts";
import { post } from "./post.ts";
import { signaturePad } from "./signature.ts";
import { said, state, tell } from "./state.ts";

let view: InstallView | null = null;
const pads = { mine: signaturePad(), theirs: signaturePad() };

/** Asked for anew each second, while a technician looks. */
export function followInstallation(): void {
  setInterval(() => {
    if (state.me === null || !state.isTechnician) return;
    fetch("/api/install", { credentials: "same-origin" })
      .then((answer) => answer.json().then((next) => (answer.ok ? take(next) : refused(next.code))))
      .then(nothingMore, nothingMore);
  }, 1000);
}

function take(next: InstallView): void {
  const before = JSON.stringify(view);
  view = next;
  if (JSON.stringify(next) !== before) state.drawCalmly();
}

/** The session is over, or somebody took the right away: the form to sign in by comes up. */
function refused(code: string): void {
  if (code === "SIGN_IN_REQUIRED") state.me = null;
  else if (code === "SIGN_IN_REFUSED") state.isTechnician = false;
  else return;
  state.draw();
}

export function installPage(): Child[] {
  if (state.me === null) return [h("p", { class: "dim" }, iw().only)];
  if (!state.isTechnician) return [h("p", { class: "dim" }, iw().notYou)];
  if (view === null) return [h("p", { class: "dim", role: "status" }, iw().loading)];
  return [
    gatewayPart(view),
    searchPart(view),
    ...foundPart(view),
    ...devicePart(view),
    recordPart(view),
    doctorPart(),
    peoplePart(),
    h("p", {}, h("a", { class: "button", href: "/" }, iw().back)),
  ];
}

function gatewayPart({ gateway, hub, isEnrolled }: InstallView): HTMLElement {
  const name = field("title", iw().name, {}, gateway.title);
  const where = field("place", iw().where, {}, gateway.place);
  const save = () =>
    post("/api/install/gateway", { title: name.value(), place: where.value() }, "gateway", () =>
      tell("gateway", iw().restarting),
    );
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().gateway),
    h("p", { class: "dim" }, gateway.id),
    name.box,
    where.box,
    h("p", {}, button(iw().save, save)),
    said("gateway"),
    isEnrolled ? h("p", {}, iw().enrolled(hub || "")) : enrolForm(hub),
    isEnrolled && said("enrol"),
  );
}

function enrolForm(hub: string | null): HTMLElement {
  const address = field("hub", iw().hub, { inputmode: "url" });
  const code = field("code", iw().code, { autocapitalize: "characters", autocomplete: "off" });
  const send = () => {
    const text = code.value();
    const body = /^lilong:/.test(text) ? { link: text } : { hub: address.value(), code: text };
    post("/api/install/enrol", body, "enrol", () => {
      code.set("");
      tell("enrol", iw().restarting);
    });
  };
  return h(
    "div",
    {},
    h("h3", { class: "step" }, iw().enrol),
    h("p", { class: "dim" }, hub === null ? iw().notEnrolled : iw().unsealed(hub)),
    address.box,
    code.box,
    h("p", {}, button(iw().enrolNow, send)),
    said("enrol"),
  );
}

function recordPart({ missing, devices, records }: InstallView): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().sign),
    devices.length === 0 && h("p", { class: "dim" }, iw().noDevice),
    missing.length > 0 && h("p", {}, iw().missing(missing.length)),
    missing.length === 0 && devices.length > 0 && signForm(),
    records.length > 0 && h("h3", { class: "step" }, iw().records),
    ...records.map((id) =>
      h(
        "div",
        { class: "row" },
        h("a", { class: "button record", href: `/record/${id}`, target: "_blank" }, `${iw().open} ${id.slice(-6)}`),
        h("a", { class: "button", href: `/record/${id}.json` }, iw().file),
      ),
    ),
  );
}

function signForm(): HTMLElement {
  const witness = field("witness", iw().witness);
  const finish = () => {
    const body = { signature: pads.mine.picture(), witness: witness.value(), witnessSignature: pads.theirs.picture() };
    post("/api/install/record", body, "record", () => {
      witness.set("");
      clear();
      tell("record", iw().done);
    });
  };
  const clear = () => {
    pads.mine.clear();
    pads.theirs.clear();
  };
  return h(
    "div",
    {},
    h("p", {}, iw().signHere),
    pads.mine.element,
    witness.box,
    h("p", {}, iw().witnessSign),
    pads.theirs.element,
    h("div", { class: "row" }, button(iw().finish, finish, "first"), button(iw().clear, clear)),
    said("record"),
  );
}
