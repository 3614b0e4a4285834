/** The technician's page: gateway, sensors found, each proved, the record signed; works with no internet. */
import type { RecordedDevice } from "../../installation/recorded.ts";
import { doctorPart } from "./doctor.ts";
import { button, type Child, h } from "./dom.ts";
import { foundPart, searchPart } from "./install-find.ts";
import { field, type InstallView, nothingMore, said } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { shrink } from "./shrink.ts";
import { signaturePad } from "./signature.ts";
import { ago, say, state, valueText, when } from "./state.ts";

let view: InstallView | null = null;
const pads = { mine: signaturePad(), theirs: signaturePad() };

/** Asked for anew each second, while a technician looks. */
export function followInstallation(): void {
  setInterval(() => {
    if (state.me === null) return;
    fetch("/api/install", { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((next: InstallView | null) => {
        const before = JSON.stringify(view);
        view = next;
        if (JSON.stringify(next) !== before) state.drawCalmly();
      }, nothingMore);
  }, 1000);
}

export function installPage(): Child[] {
  if (state.me === null) return [h("p", { class: "dim" }, iw().only)];
  if (view === null) return [h("p", { class: "dim" }, iw().only)];
  return [gatewayPart(view), searchPart(view), ...foundPart(view), ...devicePart(view), recordPart(view), doctorPart()];
}

function gatewayPart({ gateway, hub, isEnrolled }: InstallView): HTMLElement {
  const name = field("title", iw().name, {}, gateway.title);
  const where = field("place", iw().where, {}, gateway.place);
  const address = field("hub", iw().hub, { inputmode: "url" });
  const code = field("code", iw().code, { autocapitalize: "characters", autocomplete: "off" });
  const restarting = (key: string) => () => {
    state.opened[`say ${key}`] = iw().restarting;
  };
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().gateway),
    h("p", { class: "dim" }, gateway.id),
    name.box,
    where.box,
    h(
      "p",
      {},
      button(iw().save, () =>
        post("/api/install/gateway", { title: name.value(), place: where.value() }, "gateway", restarting("gateway")),
      ),
    ),
    said("gateway"),
    isEnrolled
      ? h("p", {}, iw().enrolled(hub || ""))
      : h(
          "div",
          {},
          h("h3", { class: "step" }, iw().enrol),
          address.box,
          code.box,
          h(
            "p",
            {},
            button(iw().enrolNow, () => {
              const text = code.value();
              const body = /^lilong:/.test(text) ? { link: text } : { hub: address.value(), code: text };
              post("/api/install/enrol", body, "enrol", restarting("enrol"));
            }),
          ),
          said("enrol"),
        ),
  );
}

function devicePart({ devices }: InstallView): HTMLElement[] {
  const head = h("h2", {}, iw().devices);
  if (devices.length === 0) return [head, h("p", { class: "dim" }, iw().noDevice)];
  return [head, ...devices.map(deviceCard)];
}

function deviceCard(device: RecordedDevice): HTMLElement {
  const { id, title, place, readings, fault, proof, photo } = device;
  const key = `device ${id}`;
  const input = h("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    class: "install-photo",
  }) as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) shrink(file, (small) => small && post(`/api/install/photo/${id}`, small, key, nothingMore));
  });
  return h(
    "section",
    { class: "card device", "data-device": id },
    h("b", {}, say(title)),
    h("p", { class: "dim" }, `${place} · ${id}`),
    fault !== "" && h("p", { class: "said" }, `${iw().fault}: ${fault}`),
    readings.length === 0 && h("p", { class: "dim" }, iw().noReading),
    ...readings.map(({ point, value, at }) =>
      h(
        "p",
        { class: "reading" },
        `${say(point.title)} ${valueText(value, point.unit)} `,
        h("span", { class: "dim" }, `· ${ago(at)}`),
      ),
    ),
    proofLine(device),
    said(key),
    h(
      "div",
      { class: "row" },
      button(
        iw().prove,
        () => post(`/api/install/prove/${id}`, { how: "alarm" }, key, nothingMore),
        proof === null ? "first" : "",
      ),
      button(iw().drill, () => post(`/api/install/prove/${id}`, { how: "drill" }, key, nothingMore)),
      input,
      button(photo === null ? iw().photo : iw().hasPhoto, () => input.click()),
      button(iw().remove, () => post(`/api/install/remove/${id}`, {}, key, nothingMore)),
    ),
  );
}

function proofLine({ proof }: RecordedDevice): Child {
  if (proof === null) return null;
  if (proof.raisedAt === null) return h("p", { role: "status" }, iw().waiting);
  const parts = [
    `${iw().raised} ${when(proof.raisedAt)}`,
    proof.journaledMs === null ? "" : iw().journaled(proof.journaledMs.toFixed(1)),
    proof.hubMs === null ? iw().notAtHub : iw().atHub(String(Math.round(proof.hubMs))),
    proof.clearedAt === null ? "" : iw().cleared,
  ];
  return h("p", { class: "proved" }, `✓ ${parts.filter((part) => part !== "").join(" · ")}`);
}

function recordPart({ missing, devices, records }: InstallView): HTMLElement {
  const witness = field("witness", iw().witness);
  const finish = () => {
    const body = { signature: pads.mine.picture(), witness: witness.value(), witnessSignature: pads.theirs.picture() };
    post("/api/install/record", body, "record", () => {
      state.opened["say record"] = iw().done;
    });
  };
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().sign),
    missing.length > 0 && h("p", {}, iw().missing(missing.length)),
    missing.length === 0 &&
      devices.length > 0 &&
      h(
        "div",
        {},
        h("p", {}, iw().signHere),
        pads.mine.element,
        witness.box,
        h("p", {}, iw().witnessSign),
        pads.theirs.element,
        h(
          "div",
          { class: "row" },
          button(iw().finish, finish, "first"),
          button(iw().clear, () => {
            pads.mine.clear();
            pads.theirs.clear();
          }),
        ),
        said("record"),
      ),
    records.length > 0 && h("h3", { class: "step" }, iw().records),
    ...records.map((id) =>
      h(
        "p",
        {},
        h("a", { class: "button record", href: `/record/${id}`, target: "_blank" }, `${iw().open} ${id.slice(-6)}`),
      ),
    ),
    h("p", {}, h("a", { class: "button", href: "/" }, iw().back)),
  );
}
