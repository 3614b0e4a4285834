/** The technician's page: gateway, sensors found, each proved, the record signed; works with no internet. */
import type { Found, Search } from "../../installation/find/found.ts";
import type { RecordedDevice } from "../../installation/recorded.ts";
import { button, type Child, h, keep, kept } from "./dom.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { shrink } from "./shrink.ts";
import { signaturePad } from "./signature.ts";
import { ago, say, state, valueText, when } from "./state.ts";

type View = {
  gateway: { id: string; title: string; place: string };
  hub: string | null;
  isEnrolled: boolean;
  ports: { path: string; what: string }[];
  models: { model: string; title: { zh: string; en: string }; way?: string }[];
  search: Search;
  devices: RecordedDevice[];
  missing: { id: string }[];
  records: string[];
};

let view: View | null = null;
/** Which found thing is being placed; `manual` for none. */
let placing: string | null = null;
let position: { latitude: number; longitude: number; accuracyM: number } | null = null;
const pads = { mine: signaturePad(), theirs: signaturePad() };

const refuse = () => undefined;

/** Asked for anew each second, while a technician looks. */
export function followInstallation(): void {
  setInterval(() => {
    if (state.me === null) return;
    fetch("/api/install", { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((next: View | null) => {
        const before = JSON.stringify(view);
        view = next;
        if (JSON.stringify(next) !== before) state.drawCalmly();
      }, refuse);
  }, 1000);
}

export function installPage(): Child[] {
  if (state.me === null) return [h("p", { class: "dim" }, iw().only)];
  if (view === null) return [h("p", { class: "dim" }, iw().only)];
  return [gatewayPart(view), searchPart(view), ...foundPart(view), ...devicePart(view), recordPart(view)];
}

function refresh(): void {
  state.draw();
}

function field(
  key: string,
  label: string,
  more: Record<string, string> = {},
  first = "",
): { box: HTMLElement; value(): string } {
  const id = `install-${key}`;
  const input = h("input", { id, maxlength: "400", ...more }) as HTMLInputElement;
  input.value = kept(id) || first;
  input.addEventListener("input", () => keep(id, input.value));
  return { box: h("div", {}, h("label", { for: id }, label), input), value: () => input.value.trim() };
}

function said(where: string): Child {
  const words = state.opened[`say ${where}`];
  return words ? h("p", { class: "said", role: "status" }, words) : null;
}

function gatewayPart({ gateway, hub, isEnrolled }: View): HTMLElement {
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

function searchPart({ ports, search }: View): HTMLElement {
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
      button(iw().search, () => post("/api/install/search", { link: line.value() }, "search", refuse), "first"),
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

function foundPart(shown: View): HTMLElement[] {
  const cards = shown.search.found.map((one) => foundCard(one, shown));
  return placing === "manual" ? [placeForm(null, shown), ...cards] : cards;
}

function foundCard(one: Found, shown: View): HTMLElement {
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

function placeForm(one: Found | null, { models, devices }: View): HTMLElement {
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
  }, refuse);
}

function devicePart({ devices }: View): HTMLElement[] {
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
    if (file) shrink(file, (small) => small && post(`/api/install/photo/${id}`, small, key, refuse));
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
        () => post(`/api/install/prove/${id}`, { how: "alarm" }, key, refuse),
        proof === null ? "first" : "",
      ),
      button(iw().drill, () => post(`/api/install/prove/${id}`, { how: "drill" }, key, refuse)),
      input,
      button(photo === null ? iw().photo : iw().hasPhoto, () => input.click()),
      button(iw().remove, () => post(`/api/install/remove/${id}`, {}, key, refuse)),
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

function recordPart({ missing, devices, records }: View): HTMLElement {
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
