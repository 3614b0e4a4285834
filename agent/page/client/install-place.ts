/** Putting what was found in its place: model, name, place, key, position; or in the place of an old one. */
import type { Found } from "../../installation/find/found.ts";
import type { Position } from "../../installation/recorded.ts";
import { button, h, keep, kept } from "./dom.ts";
import { field, type InstallView } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { said, say, state, tell } from "./state.ts";

/** Which found thing is being placed; `manual` for none. */
let current: string | null = null;
let position: Position | null = null;

export const placing = (): string | null => current;

export function startPlacing(id: string): void {
  current = id;
  position = null;
  tell("place", "");
}

function stopPlacing(): void {
  current = null;
  state.draw();
}

function modelChoice(one: Found | null, { models }: InstallView, key: string): HTMLSelectElement {
  const proposed = one === null ? models.filter(({ way }) => way === "pins") : one.proposals;
  const choice = h(
    "select",
    { id: "install-model" },
    ...(proposed.length > 0 ? proposed : models).map(({ model, title }) =>
      h("option", { value: model }, `${say(title)} · ${model}`),
    ),
  ) as HTMLSelectElement;
  const first = choice.value;
  choice.value = kept(`model ${key}`) || first;
  if (choice.value === "") choice.value = first;
  choice.addEventListener("change", () => keep(`model ${key}`, choice.value));
  return choice;
}

function oldChoice({ devices }: InstallView): HTMLSelectElement {
  return h(
    "select",
    { id: "install-old" },
    h("option", { value: "" }, "—"),
    ...devices.map(({ id, title }) => h("option", { value: id }, `${say(title)} · ${id}`)),
  ) as HTMLSelectElement;
}

export function placeForm(one: Found | null, view: InstallView): HTMLElement {
  const key = one === null ? "manual" : one.id;
  const choice = modelChoice(one, view, key);
  const old = oldChoice(view);
  const name = field(`name ${key}`, iw().what);
  const where = field(`where ${key}`, iw().place);
  const secret = field(`key ${key}`, iw().key, { autocomplete: "off" });
  const line = field("pin-line", iw().line, { placeholder: "firmata:/dev/ttyACM0 · gpiod:pinctrl-bcm2711" });
  const pin = field("pin-name", iw().pin);
  const spot = field(`spot ${key}`, iw().coordinates, { inputmode: "text", autocomplete: "off" });
  const needsKey = one?.proposals[0]?.needsKey === true;
  const send = () => {
    const typed = positionOf(spot.value());
    if (typed === "wrong") {
      tell("place", iw().badCoordinates, "bad");
      return;
    }
    const found = one === null ? { pin: pin.value() } : one.settings;
    const settings = Object.assign({}, found, needsKey ? { key: secret.value() } : {});
    const link = one === null ? line.value() : one.link;
    const words = { model: choice.value, title: name.value(), place: where.value() };
    const body = Object.assign({ link, settings, position: typed || position, rssi: one?.rssi }, words);
    const path = old.value === "" ? "/api/install/place" : `/api/install/replace/${old.value}`;
    post(path, body, "place", () => {
      for (const used of [name, where, secret, spot]) used.set("");
      stopPlacing();
    });
  };
  return h(
    "div",
    {},
    h("label", { for: "install-model" }, iw().model),
    choice,
    one === null && line.box,
    one === null && pin.box,
    name.box,
    where.box,
    needsKey && secret.box,
    view.devices.length > 0 && h("div", {}, h("label", { for: "install-old" }, iw().replaceWith), old),
    spot.box,
    h("p", { class: "dim" }, iw().coordinatesHint),
    h("p", {}, position === null ? button(iw().locate, locate) : iw().located(Math.round(position.accuracyM))),
    said("place"),
    h("div", { class: "row" }, button(iw().confirm, send, "first"), button(iw().cancel, stopPlacing)),
  );
}

/** A map's pin or a GPS tool's numbers, within what a street is found by. */
const typedAccuracyM = 100;

function positionOf(text: string): Position | null | "wrong" {
  if (text === "") return null;
  const [, north = "", east = ""] = /^(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)$/.exec(text) || [];
  const [latitude, longitude] = [Number(north), Number(east)];
  if (north === "" || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return "wrong";
  return { latitude, longitude, accuracyM: typedAccuracyM };
}

/** Browsers give a position to secure pages only, and refuse others without a word. */
function locate(): void {
  if (!window.isSecureContext || !navigator.geolocation) {
    tell("place", iw().noLocate, "bad");
    return;
  }
  tell("place", iw().locating, "calm");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      position = { latitude: coords.latitude, longitude: coords.longitude, accuracyM: coords.accuracy };
      tell("place", "");
    },
    ({ code }) => tell("place", code === 1 ? iw().locateDenied : iw().locateFailed, "bad"),
    { timeout: 20_000 },
  );
}
