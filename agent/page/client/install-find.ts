/** Looking for sensors on a line or in the air. */
import type { Found } from "../../installation/find/found.ts";
import { button, type Child, h } from "./dom.ts";
import { placeForm, placing, startPlacing } from "./install-place.ts";
import { field, type InstallView, nothingMore } from "./install-view.ts";
import { iw } from "./install-words.ts";
import { post } from "./post.ts";
import { said, say, sayFault } from "./state.ts";

export function searchPart({ ports, search }: InstallView): HTMLElement {
  const line = field("line", iw().line, { autocapitalize: "off", autocomplete: "off" });
  const most = field("most", iw().mostUnits, { type: "number", min: "1", max: "247", inputmode: "numeric" });
  const known = [...ports.map(({ path }) => `serial:${path}`), "ble"];
  const begin = () => {
    const units = most.value();
    const body = { link: line.value(), ...(units === "" ? {} : { mostUnits: Number(units) }) };
    post("/api/install/search", body, "search", nothingMore);
  };
  return h(
    "section",
    { class: "card" },
    h("h2", {}, iw().find),
    line.box,
    h("p", { class: "dim" }, iw().lineHint),
    h("div", { class: "row" }, ...known.map((text) => button(text, () => line.set(text)))),
    most.box,
    h("p", {}, button(iw().search, begin, "first")),
    said("search"),
    ...outcome(search),
    h(
      "p",
      {},
      button(iw().manual, () => startPlacing("manual")),
    ),
  );
}

function outcome(search: InstallView["search"]): Child[] {
  const { isRunning, done, of, what, code, error, found } = search;
  if (isRunning) return [h("p", { role: "status" }, iw().searching(done, of, what))];
  if (code !== "") return [h("p", { class: "said bad", role: "status" }, sayFault(code, error))];
  if (of === 0) return [];
  return [h("p", { role: "status" }, found.length > 0 ? iw().foundCount(found.length) : iw().nothing)];
}

export function foundPart(shown: InstallView): HTMLElement[] {
  const cards = shown.search.found.map((one) => foundCard(one, shown));
  return placing() === "manual" ? [placeForm(null, shown), ...cards] : cards;
}

/** `127.0.0.1:502 · 地址 21 · −70 dBm` */
function whereText({ id, settings, rssi }: Found): string {
  const { unit } = settings;
  const line = typeof unit === "number" ? `${id.replace(/ \d+$/, "")} · ${iw().busAddress(unit)}` : id;
  return `${line}${rssi === undefined ? "" : ` · ${rssi} dBm`}`;
}

function foundCard(one: Found, shown: InstallView): HTMLElement {
  const [first] = one.proposals;
  const isFree = one.device === undefined;
  const isPlacing = placing() === one.id;
  return h(
    "section",
    { class: "card found" },
    h("b", {}, first ? say(first.title) : iw().unknown),
    h("p", { class: "dim" }, whereText(one)),
    one.device !== undefined && h("p", {}, iw().installedAs(one.device)),
    isFree &&
      !isPlacing &&
      h(
        "p",
        {},
        button(iw().add, () => startPlacing(one.id), "first"),
      ),
    isFree && isPlacing && placeForm(one, shown),
  );
}
