/** Looking for sensors, and putting what was found in its place. */
import type { Found } from "../../installation/find/found.ts";
import { button, h, keep, kept } from "./dom.ts";
import { field, type InstallView, nothingMore, said } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { say, state } from "./state.ts";

/** Which found thing is being placed; `manual` for none. */
let placing: string | null = null;
let position: { latitude: number; longitude: number; accuracyM: number } | null = null;

function refresh(): void {
  state.draw();
}

export function searchPart({ ports, search }: InstallView): HTMLElement {
  const line = field("line", iw().line, { list: "install-ports", placeholder: iw().lineHint });
  const options = [...ports.map(({ path }) => `serial:${path}`), "ble"].map((value) => h("option", { value }));
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().find),
    line.box,
    h("datalist", { id: "install-ports" }, ...options),
    h("p", { class: "dim" }, iw().lineHint),
    h(
      "p",
      {},
      button(iw().search, () => post("/api/install/search", { link: line.value() }, "search", nothingMore), "first"),
    ),
    said("search"),
    search.isRunning && h("p", { role: "status" }, iw().searching(search.done, search.of, search.what)),
    !!search.error && h("p", { class: "said" }, search.error),
    !search.isRunning &&
      search.of > 0 &&
      h("p", {}, search.found.length > 0 ? iw().foundCount(search.found.length) : iw().nothing),
    h(
      "p",
      {},
      button(iw().manual, () => {
        placing = "manual";
        refresh();
      }),
    ),
  );
}

export function foundPart(shown: InstallView): HTMLElement[] {
  const cards = shown.search.found.map((one) => foundCard(one, shown));
  return placing === "manual" ? [placeForm(null, shown), ...cards] : cards;
}

function foundCard(one: Found, shown: InstallView): HTMLElement {
  const [first] = one.proposals;
  return h(
    "section",
    { class: "card found" },
    h("b", {}, first ? say(first.title) : iw().unknown),
    h("p", { class: "dim" }, `${one.id}${one.rssi === undefined ? "" : ` · ${one.rssi} dBm`}`),
    one.device !== undefined && h("p", {}, iw().installedAs(one.device)),
    one.device === undefined &&
      placing !== one.id &&
      h(
        "p",
        {},
        button(
          iw().add,
          () => {
            placing = one.id;
            position = null;
            state.opened["say place"] = "";
            refresh();
          },
          "first",
        ),
      ),
    placing === one.id && one.device === undefined && placeForm(one, shown),
  );
}

function placeForm(one: Found | null, { models, devices }: InstallView): HTMLElement {
  const key = one === null ? "manual" : one.id;
  const proposed = one === null ? models.filter(({ way }) => way === "pins") : one.proposals;
  const choice = h(
    "select",
    { id: "install-model" },
    ...(proposed.length > 0 ? proposed : models).map(({ model, title }) =>
      h("option", { value: model }, `${say(title)} · ${model}`),
    ),
  ) as HTMLSelectElement;
  choice.value = kept(`model ${key}`) || choice.value;
  choice.addEventListener("change", () => keep(`model ${key}`, choice.value));
  const old = h(
    "select",
    { id: "install-old" },
    h("option", { value: "" }, "—"),
    ...devices.map(({ id, title }) => h("option", { value: id }, `${say(title)} · ${id}`)),
  ) as HTMLSelectElement;
  const name = field(`name ${key}`, iw().what);
  const where = field(`where ${key}`, iw().place);
  const secret = field(`key ${key}`, iw().key, { autocomplete: "off" });
  const line = field("pin-line", iw().line, { placeholder: "firmata:/dev/ttyACM0 · gpiod:pinctrl-bcm2711" });
  const pin = field("pin-name", iw().pin);
  const needsKey = one?.proposals[0]?.needsKey === true;
  const send = () => {
    const own = one === null ? { pin: pin.value() } : { ...one.settings, ...(needsKey ? { key: secret.value() } : {}) };
    const link = one === null ? line.value() : one.link;
    const body = {
      model: choice.value,
      title: name.value(),
      place: where.value(),
      link,
      settings: own,
      position,
      rssi: one?.rssi,
    };
    const path = old.value === "" ? "/api/install/place" : `/api/install/replace/${old.value}`;
    post(path, body, "place", () => {
      for (const used of [`install-name ${key}`, `install-where ${key}`, `install-key ${key}`]) keep(used, "");
      placing = null;
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
    devices.length > 0 && h("div", {}, h("label", { for: "install-old" }, iw().replaceWith), old),
    h("p", {}, position === null ? button(iw().locate, locate) : iw().located(Math.round(position.accuracyM))),
    said("place"),
    h(
      "div",
      { class: "row" },
      button(iw().confirm, send, "first"),
      button(iw().cancel, () => {
        placing = null;
        refresh();
      }),
    ),
  );
}

function locate(): void {
  if (!navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    position = { latitude: coords.latitude, longitude: coords.longitude, accuracyM: coords.accuracy };
    refresh();
  }, nothingMore);
}
