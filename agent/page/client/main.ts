/** The page in the browser: draws what the gateway tells, sends what people do. Works in browsers of 2016. */
import type { AlertOnPage, DeviceOnPage, PageView } from "../view.ts";
import { type Language, type Words, words } from "./words.ts";

type Child = Node | string | null | false;
type Props = Record<string, string | boolean | ((event: Event) => void)>;

const isWall = location.pathname === "/wall";
const page = document.getElementById("page") as HTMLElement;
let language: Language =
  kept("language") === "en" || (kept("language") === "" && !/^zh/.test(navigator.language)) ? "en" : "zh";
let view: PageView | null = null;
let me: string | null = null;
let people: string[] = [];
let isLost = false;
/** What is open or was said under each alert; survives each redraw. */
const opened: Record<string, string> = {};
/** The gateway's time minus this device's. */
let ahead = 0;

function h(name: string, props: Props, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const key of Object.keys(props)) {
    const value = props[key];
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  for (const child of children)
    if (child !== null && child !== false)
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return element;
}

function kept(key: string): string {
  try {
    return localStorage.getItem(`lilong ${key}`) || "";
  } catch (_error) {
    return "";
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`lilong ${key}`, value);
  } catch (_error) {
    // A private window keeps nothing; the page works without.
  }
}

const t = (): Words => words[language];
const say = (text: { zh: string; en: string }): string => text[language];

function when(at: number): string {
  const date = new Date(at);
  const two = (value: number) => (value < 10 ? `0${value}` : String(value));
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const isToday = date.toDateString() === new Date(Date.now() + ahead).toDateString();
  return isToday ? time : `${date.getMonth() + 1}-${date.getDate()} ${time}`;
}

function ago(at: number): string {
  return t().ago(Math.max(0, Math.round((Date.now() + ahead - at) / 1000)));
}

function valueText(
  value: unknown,
  unit?: string,
  states?: { true: { zh: string; en: string }; false: { zh: string; en: string } },
): string {
  if (typeof value === "boolean") return states ? say(value ? states.true : states.false) : String(value);
  const text = typeof value === "number" ? String(Math.round(value * 1000) / 1000) : String(value);
  return unit ? `${text} ${unit === "Cel" ? "°C" : unit === "1" ? "" : unit}` : text;
}

/** Sends and redraws; what went wrong is said where it was done. */
function post(path: string, body: unknown, where: string, done: () => void): void {
  const isFile = body instanceof Blob;
  opened[`say ${where}`] = t().working;
  draw();
  fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": isFile ? "application/octet-stream" : "application/json" },
    body: isFile ? (body as Blob) : JSON.stringify(body),
  })
    .then((response) => response.json().then((answer) => ({ ok: response.ok, answer })))
    .then(
      ({ ok, answer }) => {
        if (ok) {
          opened[`say ${where}`] = "";
          done();
        } else {
          if (answer.code === "SIGN_IN_REQUIRED") me = null;
          const speak = t().errors[answer.code];
          opened[`say ${where}`] = speak ? speak(answer.detail) : t().failed(answer.detail);
        }
        draw();
      },
      () => {
        opened[`say ${where}`] = (t().errors.LOST as (detail: string) => string)("");
        draw();
      },
    );
}

function button(text: string, act: () => void, kind = ""): HTMLElement {
  return h("button", { type: "button", class: kind, click: act }, text);
}

function header(shown: PageView): HTMLElement {
  return h(
    "header",
    {},
    h(
      "div",
      { class: "row" },
      h("h1", { class: "grow" }, shown.gateway.title),
      !isWall && button(t().other, switchLanguage),
      !isWall && h("a", { class: "button", href: "/wall" }, t().wall),
    ),
    h("p", { class: "dim" }, shown.isOnline ? t().online : t().offline(shown.waiting)),
    shown.isClockSure ? null : h("p", { class: "dim" }, t().clockUnsure),
    isLost && h("p", { class: "said", role: "alert" }, t().lost),
  );
}

function switchLanguage(): void {
  language = language === "zh" ? "en" : "zh";
  keep("language", language);
  draw();
}

function alertCard(alert: AlertOnPage): HTMLElement {
  const { point } = alert;
  const key = alert.alert;
  return h(
    "section",
    { class: `card alert s${alert.severity}` },
    h(
      "div",
      { class: "row" },
      h("span", { class: `badge s${alert.severity}` }, t().severity[alert.severity] || ""),
      h("span", { class: "badge plain" }, t().standing[alert.standing] || ""),
      alert.count > 1 && h("span", { class: "badge plain" }, t().times(alert.count)),
    ),
    h("h3", {}, `${say(alert.what)} · ${alert.place}`),
    h(
      "p",
      { class: "dim" },
      `${t().since} ${when(alert.raisedAt)}${alert.isEstimated ? " ≈" : ""}（${ago(alert.raisedAt)}）`,
      alert.clearedAt !== null && alert.standing === "returned" ? ` · ${t().cleared} ${when(alert.clearedAt)}` : "",
      ` · ${say(alert.title)}`,
      point ? ` · ${say(point.title)} ${valueText(alert.value, point.unit, point.states)}` : "",
    ),
    alert.affected.length > 0 && h("p", {}, `${t().affected}: ${alert.affected.join("、")}`),
    alert.advice !== null && h("p", { class: "advice" }, say(alert.advice)),
    alert.standing === "unacknowledged" &&
      h(
        "div",
        {},
        h("p", { class: "dim" }, t().first),
        h("ol", {}, ...alert.guide.steps.map((step) => h("li", {}, say(step)))),
      ),
    alert.acknowledged !== null && h("p", {}, t().by(alert.acknowledged.by, when(alert.acknowledged.at))),
    alert.shelvedUntil !== null &&
      alert.standing === "shelved" &&
      h("p", {}, t().shelvedUntil(when(alert.shelvedUntil))),
    !isWall &&
      alert.guide.call !== undefined &&
      h("p", {}, h("a", { class: "button call", href: `tel:${alert.guide.call}` }, t().call(alert.guide.call))),
    !isWall && me !== null && actions(alert),
    !!opened[`say ${key}`] && h("p", { class: "said", role: "status" }, opened[`say ${key}`] || ""),
    story(alert),
  );
}

function actions(alert: AlertOnPage): HTMLElement {
  const key = alert.alert;
  const open = (what: string) => () => {
    opened[key] = opened[key] === what ? "" : what;
    draw();
  };
  const isOpen = alert.standing === "unacknowledged" || alert.standing === "returned";
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      isOpen && button(t().acknowledge, () => post(`/api/acknowledge/${key}`, {}, key, () => undefined), "first"),
      button(t().note, open("note")),
      photoButton(key),
      alert.standing === "shelved"
        ? button(t().unshelve, () =>
            post(`/api/shelve/${key}`, { minutes: 0, reason: t().unshelveReason }, key, () => undefined),
          )
        : alert.standing !== "normal" && button(t().shelve, open("shelve")),
    ),
    opened[key] === "note" &&
      form(key, t().noteLabel, [{ name: t().save, send: (text) => [`/api/note/${key}`, { text }] }]),
    opened[key] === "shelve" &&
      form(
        key,
        t().shelveLabel,
        [60, 240, 1440].map((minutes) => ({
          name: t().shelveFor(minutes),
          send: (reason: string): [string, unknown] => [`/api/shelve/${key}`, { minutes, reason }],
        })),
      ),
  );
}

/** What is typed stays on this device until the gateway has it. */
function form(
  key: string,
  label: string,
  buttons: { name: string; send: (text: string) => [string, unknown] }[],
): HTMLElement {
  const draft = `draft ${key} ${opened[key]}`;
  const area = h("textarea", { maxlength: "2000", id: `text-${key}` }) as HTMLTextAreaElement;
  area.value = kept(draft);
  area.addEventListener("input", () => keep(draft, area.value));
  return h(
    "div",
    {},
    h("label", { for: `text-${key}` }, label),
    area,
    h(
      "div",
      { class: "row" },
      ...buttons.map(({ name, send }) =>
        button(
          name,
          () => {
            const [path, body] = send(area.value);
            post(path, body, key, () => {
              keep(draft, "");
              opened[key] = "";
            });
          },
          "first",
        ),
      ),
    ),
  );
}

function photoButton(key: string): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", hidden: true, class: "photo" }) as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    opened[`say ${key}`] = t().shrinking;
    draw();
    shrink(file, (small) => {
      if (small === null) {
        opened[`say ${key}`] = (t().errors.PHOTO_REFUSED as (detail: string) => string)("");
        draw();
      } else post(`/api/photo/${key}`, small, key, () => undefined);
    });
  });
  return h(
    "span",
    {},
    input,
    button(t().photo, () => input.click()),
  );
}

/** At most 1280 pixels a side, and as much less as 400 KB want. Null for what is no picture. */
function shrink(file: File, done: (small: Blob | null) => void): void {
  const image = new Image();
  const address = URL.createObjectURL(file);
  const sizes = [
    [1280, 0.8],
    [1024, 0.7],
    [800, 0.6],
  ];
  const attempt = (at: number): void => {
    const [side = 800, goodness = 0.6] = sizes[at] || [];
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = canvas.getContext("2d");
    if (context === null) {
      done(null);
      return;
    }
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(
      (blob) => (blob !== null && blob.size > 400_000 && at + 1 < sizes.length ? attempt(at + 1) : done(blob)),
      "image/jpeg",
      goodness,
    );
  };
  image.onload = () => {
    attempt(0);
    URL.revokeObjectURL(address);
  };
  image.onerror = () => done(null);
  image.src = address;
}

function story({ story: lines }: AlertOnPage): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    "ul",
    { class: "story" },
    ...lines.map((line) =>
      h(
        "li",
        {},
        h("span", { class: "dim" }, `${when(line.at)} ${line.by} `),
        `${t().story[line.kind] || ""}${line.text}`,
      ),
    ),
  );
}

function signIn(): HTMLElement {
  if (me !== null) return h("p", { class: "dim" }, t().signedIn(me));
  if (people.length === 0) return h("p", { class: "dim" }, t().nobody);
  const select = h(
    "select",
    { id: "who" },
    ...people.map((name) => h("option", { value: name }, name)),
  ) as HTMLSelectElement;
  const pin = h("input", {
    id: "pin",
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: "8",
  }) as HTMLInputElement;
  const enter = (event: Event) => {
    event.preventDefault();
    const name = select.value;
    post("/api/session", { name, pin: pin.value }, "sign-in", () => {
      me = name;
    });
  };
  return h(
    "form",
    { class: "card", submit: enter },
    h("h2", {}, t().signIn),
    h("label", { for: "who" }, t().who),
    select,
    h("label", { for: "pin" }, t().pin),
    pin,
    !!opened["say sign-in"] && h("p", { class: "said", role: "alert" }, opened["say sign-in"] || ""),
    h("p", {}, h("button", { type: "submit", class: "first" }, t().enter)),
  );
}

function deviceCard(device: DeviceOnPage): HTMLElement {
  const lines: HTMLElement[] = [];
  for (const point of device.points) {
    lines.push(h("span", {}, say(point.title)));
    lines.push(
      point.value === null || point.at === null
        ? h("span", { class: "dim" }, t().noValue)
        : h(
            "span",
            {},
            `${valueText(point.value, point.unit, point.states)} `,
            h("span", { class: "dim" }, `· ${ago(point.at)}`),
          ),
    );
  }
  return h(
    "section",
    { class: device.fault ? "card silent" : "card" },
    h(
      "div",
      { class: "row" },
      h("b", { class: "grow" }, say(device.title)),
      !!device.fault && h("span", { class: "badge plain" }, t().silent),
    ),
    h("p", { class: "dim" }, device.place),
    h("div", { class: "values" }, ...lines),
  );
}

function draw(): void {
  if (view === null) return;
  const shown = view;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = shown.alerts.length > 0 ? `(${shown.alerts.length}) ${shown.gateway.title}` : shown.gateway.title;
  document.body.className = isWall ? "wall" : "";
  const parts: Child[] = [
    header(shown),
    ...shown.alerts.map(alertCard),
    shown.alerts.length === 0 &&
      h("section", { class: "card quiet" }, h("p", {}, t().allWell), h("p", { class: "dim" }, t().allWellMore)),
    !isWall &&
      me !== null &&
      shown.hasOutputs &&
      h(
        "div",
        { class: "row" },
        shown.isSounding &&
          button(t().silence, () => post("/api/silence", { minutes: 10 }, "outputs", () => undefined), "first"),
        button(t().test, () => post("/api/test", {}, "outputs", () => undefined)),
        !!opened["say outputs"] && h("p", { class: "said", role: "status" }, opened["say outputs"] || ""),
      ),
    !isWall && signIn(),
    !isWall && shown.past.length > 0 && h("h2", {}, t().past),
    ...(isWall ? [] : shown.past.map(alertCard)),
    !isWall && h("h2", {}, t().devices),
    ...(isWall ? [] : shown.devices.map(deviceCard)),
  ];
  while (page.firstChild) page.removeChild(page.firstChild);
  for (const part of parts)
    if (part !== null && part !== false)
      page.appendChild(typeof part === "string" ? document.createTextNode(part) : part);
}

function isTyping(): boolean {
  const active = document.activeElement;
  return active !== null && /^(TEXTAREA|INPUT|SELECT)$/.test(active.tagName);
}

function take(next: PageView): void {
  const isNew =
    view === null ||
    next.alerts.map(({ alert, standing }) => alert + standing).join() !==
      view.alerts.map(({ alert, standing }) => alert + standing).join();
  view = next;
  ahead = next.now - Date.now();
  isLost = false;
  // A new alert is drawn whatever somebody is typing: the words are kept.
  if (isNew || !isTyping()) redraw();
}

/** Draws and gives the keyboard back. */
function redraw(): void {
  const active = document.activeElement as HTMLTextAreaElement | null;
  const id = isTyping() && active !== null ? active.id : "";
  const [text, at] = id !== "" && active !== null ? [active.value, active.selectionStart] : ["", 0];
  draw();
  const again = id === "" ? null : (document.getElementById(id) as HTMLTextAreaElement | null);
  if (again === null) return;
  again.value = text;
  again.focus();
  if (again.tagName === "TEXTAREA") again.setSelectionRange(at, at);
}

function listen(): void {
  const source = new EventSource("/api/events");
  source.onmessage = (event) => take(JSON.parse(event.data));
  source.onerror = () => {
    if (!isLost && view !== null) {
      isLost = true;
      if (!isTyping()) draw();
    }
    // Some browsers give up by themselves.
    if (source.readyState === 2) setTimeout(listen, 3000);
  };
}

fetch("/api/session", { credentials: "same-origin" })
  .then((response) => response.json())
  .then(
    (session) => {
      me = session.name;
      people = session.people;
      draw();
    },
    () => undefined,
  );
listen();
