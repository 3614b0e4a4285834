/** One installed sensor: what it reads, how it was proved, its photo; put right or taken down. */
import type { RecordedDevice } from "../../installation/recorded.ts";
import { button, type Child, h, keep } from "./dom.ts";
import { faultBadge, faultCure } from "./fault-text.ts";
import { field, type InstallView, nothingMore } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { photoButton } from "./photo-button.ts";
import { post } from "./post.ts";
import { ago, pointText, said, say, state, tell, when } from "./state.ts";

const keyFaults = ["FIELD_KEY_WRONG", "FIELD_UNPROTECTED"];

export function devicePart(view: InstallView): HTMLElement[] {
  const { devices, removed } = view;
  return [
    h("h2", {}, iw().devices),
    ...(devices.length === 0 ? [h("p", { class: "dim" }, iw().noDevice)] : []),
    ...devices.map((device) => deviceCard(device, view)),
    ...(removed.length === 0 ? [] : [h("h3", { class: "step" }, iw().removed)]),
    ...removed.map(({ title, place, at, by, reason }) =>
      h("p", { class: "dim" }, `${when(at)} ${by} · ${title} · ${place} · ${reason}`),
    ),
  ];
}

const keyOf = ({ id }: RecordedDevice): string => `device ${id}`;

function deviceCard(device: RecordedDevice, view: InstallView): HTMLElement {
  const { id, title, place, readings, proof, photo } = device;
  const key = keyOf(device);
  const prove = (how: string) => () => post(`/api/install/prove/${id}`, { how }, key, nothingMore);
  const keepPhoto = (small: Blob) => post(`/api/install/photo/${id}`, small, key, () => tell(key, iw().photoKept));
  return h(
    "section",
    { class: "card device", "data-device": id },
    h("b", {}, say(title)),
    h("p", { class: "dim" }, `${place} · ${id}`),
    ...faultLines(device),
    readings.length === 0 && h("p", { class: "dim" }, iw().noReading),
    ...readings.map(({ point, value, at }) =>
      h(
        "p",
        { class: "reading" },
        `${pointText(say(point.title), value, point.unit, point.states)} `,
        h("span", { class: "dim" }, `· ${ago(at)}`),
      ),
    ),
    proofLine(device, view),
    said(key),
    h(
      "div",
      { class: "row" },
      button(iw().prove, prove("alarm"), proof === null ? "first" : ""),
      button(iw().drill, prove("drill")),
      photoButton(photo === null ? iw().photo : iw().hasPhoto, key, "install-photo", keepPhoto),
      button(iw().remove, () => open(device, state.opened[key] === "remove" ? "" : "remove")),
    ),
    state.opened[key] === "remove" && removeForm(device),
  );
}

function open(device: RecordedDevice, what: string): void {
  state.opened[keyOf(device)] = what;
  tell(keyOf(device), "");
}

function faultLines(device: RecordedDevice): Child[] {
  const { fault } = device;
  if (fault === "") return [];
  const sentence = `${iw().fault}: ${faultBadge(state.language, fault)}`;
  return [
    h("p", { class: "said bad" }, sentence, h("br", {}), faultCure(state.language, fault)),
    keyFaults.indexOf(fault) >= 0 && keyForm(device),
  ];
}

/** A key that was typed wrong is put right in its place: what was proved stays. */
function keyForm(device: RecordedDevice): HTMLElement {
  const key = keyOf(device);
  const secret = field(`newkey ${device.id}`, iw().key, { autocomplete: "off" });
  const save = () =>
    post(`/api/install/key/${device.id}`, { key: secret.value() }, key, () => {
      secret.set("");
      tell(key, iw().keySaved);
    });
  return h("div", {}, h("h3", { class: "step" }, iw().newKey), secret.box, h("p", {}, button(iw().saveKey, save)));
}

function removeForm(device: RecordedDevice): HTMLElement {
  const reason = field(`remove ${device.id}`, iw().removeWhy);
  const remove = () =>
    post(`/api/install/remove/${device.id}`, { reason: reason.value() }, keyOf(device), () => {
      keep(`install-remove ${device.id}`, "");
      state.opened[keyOf(device)] = "";
    });
  return h(
    "div",
    { class: "ask" },
    reason.box,
    h(
      "div",
      { class: "row" },
      button(iw().cancel, () => open(device, "")),
      button(iw().removeNow, remove, "danger"),
    ),
  );
}

function proofLine({ proof }: RecordedDevice, { hub, isDelivered }: InstallView): Child {
  if (proof === null) return null;
  if (proof.raisedAt === null) return h("p", { role: "status" }, iw().waiting);
  const away = hub === null ? iw().offline : isDelivered ? iw().delivered : iw().notAtHub;
  const parts = [
    `${iw().raised} ${when(proof.raisedAt)}`,
    proof.journaledMs === null ? "" : iw().journaled(proof.journaledMs.toFixed(1)),
    proof.hubMs === null ? away : iw().atHub(String(Math.round(proof.hubMs))),
    proof.clearedAt === null ? "" : iw().cleared,
  ];
  return h("p", { class: "proved" }, `✓ ${parts.filter((part) => part !== "").join(" · ")}`);
}
