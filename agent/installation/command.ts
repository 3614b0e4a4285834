/** `lilong-agent install …`: what the technician's page does, at a terminal; the running agent is asked, as the page asks it. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault, type FaultCode, faults } from "../../core/fault.ts";
import type { Bilingual } from "../../core/point.ts";
import { parseLink, parseSet } from "../technician/link-text.ts";
import type { Proof, RecordedDevice } from "./recorded.ts";

export const installVerbs = ["show", "gateway", "place", "replace", "photo", "prove", "remove", "sign"] as const;
export type InstallVerb = (typeof installVerbs)[number];

export type InstallWish = {
  verb: InstallVerb;
  /** The device, or of `place` the model. */
  subject: string;
  /** The running agent's page. */
  page: string;
  /** Who: a technician; with no PIN named, the first start's own. */
  name: string;
  pin: string | null;
  data: string;
  title: string;
  place: string;
  id: string;
  model: string;
  link: string;
  set: readonly string[];
  /** `31.23,121.51,8`: degrees north and east, accuracy in metres. */
  position: string;
  photo: string;
  /** Of `remove`. */
  reason: string;
  drill: boolean;
  signature: string;
  witness: string;
  witnessSignature: string;
  out: string;
};

type View = {
  gateway: { id: string; title: string; place: string };
  hub: string | null;
  isEnrolled: boolean;
  fingerprint: string | null;
  devices: RecordedDevice[];
  missing: { id: string; why: "reading" | "proof" }[];
  records: string[];
};
type Ask = <Answer>(method: "GET" | "POST", path: string, body?: unknown) => Promise<Answer>;

const withinMs = 30_000;
const lookMs = 250;
/** As long as the gateway itself waits for the test button. */
const proveMs = 185_000;

/** Returns the exit code: 1 where a test alarm never came. Throws what the agent throws, and `LINK_DOWN` where none answers. */
export async function runInstall(wish: InstallWish, say: (line: string) => void): Promise<0 | 1> {
  const ask = await signIn(wish);
  const look = () => ask<View>("GET", "/api/install");
  const act = async (verb: string, body: object) => {
    const answer = await ask<{ id?: string; notice?: Bilingual }>("POST", `/api/install/${verb}`, body);
    if (answer.notice !== undefined) say(answer.notice.en);
    return answer;
  };
  switch (wish.verb) {
    case "show":
      for (const line of linesOf(await look())) say(line);
      return 0;
    case "gateway":
      await act("gateway", { title: wish.title, place: wish.place });
      return done("saved; the gateway begins anew");
    case "place": {
      const { id = "" } = await act("place", { ...newDevice(wish), model: wish.subject });
      await sendPhoto(id);
      return done(id);
    }
    case "replace": {
      const model = wish.model === "" ? {} : { model: wish.model };
      await act(`replace/${wish.subject}`, { link: linkOf(wish), settings: parseSet(wish.set), ...model });
      return done(`${wish.subject} is a new unit`);
    }
    case "photo":
      await sendPhoto(wish.subject);
      return done("kept");
    case "remove":
      await act(`remove/${wish.subject}`, { reason: wish.reason });
      return done("removed");
    case "prove":
      return prove();
    case "sign":
      return sign();
  }

  function done(words: string): 0 {
    say(words);
    return 0;
  }

  async function sendPhoto(device: string): Promise<void> {
    if (wish.photo !== "") await ask("POST", `/api/install/photo/${device}`, await readOrFail(wish.photo));
  }

  /** Each step as it happens, until the alarm has cleared; the hub's may come later. */
  async function prove(): Promise<0 | 1> {
    await act(`prove/${wish.subject}`, { how: wish.drill ? "drill" : "alarm" });
    if (!wish.drill) say("waiting: press the sensor's test button within 3 minutes, or make it act");
    const told = new Set<string>();
    for (const end = Date.now() + proveMs; Date.now() < end; ) {
      const proof = (await look()).devices.find(({ id }) => id === wish.subject)?.proof ?? null;
      for (const step of proof === null ? [] : stepsOf(proof)) {
        if (!told.has(step)) say(step);
        told.add(step);
      }
      if (proof?.clearedAt != null) return 0;
      await new Promise((later) => setTimeout(later, lookMs));
    }
    say(told.size > 0 ? "it has not cleared within 3 minutes" : "no alarm within 3 minutes");
    return 1;
  }

  async function sign(): Promise<0> {
    const { id = "" } = await act("record", {
      signature: await pictureOf(wish.signature),
      witness: wish.witness,
      witnessSignature: wish.witness === "" ? "" : await pictureOf(wish.witnessSignature),
    });
    const file = wish.out === "" ? `${id}.json` : wish.out;
    await writeFile(file, JSON.stringify(await ask("GET", `/record/${id}.json`)));
    return done(file);
  }
}

async function signIn({ page, name, pin, data }: InstallWish): Promise<Ask> {
  const known = pin ?? (await readFile(join(data, "setup-pin"), "utf8").catch(() => "")).trim();
  if (known === "")
    throw new Fault("SIGN_IN_REQUIRED", `LILONG_PIN is not set, and ${join(data, "setup-pin")} is not there`);
  let cookie = "";
  async function ask<Answer>(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${page}${path}`, {
      method,
      signal: AbortSignal.timeout(withinMs),
      headers: { cookie, "content-type": isBytes ? "application/octet-stream" : "application/json" },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    }).catch((cause: Error) => {
      throw new Fault("LINK_DOWN", `${page} does not answer (${cause.message}): is the agent running?`, { cause });
    });
    [cookie = cookie] = (response.headers.get("set-cookie") ?? cookie).split(";");
    const answer: unknown = await response.json();
    if (response.ok) return answer as Answer;
    const { code, detail } = answer as { code: FaultCode; detail: string };
    if (!Object.hasOwn(faults, code)) throw new Fault("LINK_DOWN", `${page} answers ${response.status}`);
    throw new Fault(code, detail);
  }
  await ask("POST", "/api/session", { name, pin: known });
  return ask;
}

function newDevice(wish: InstallWish) {
  const [latitude = Number.NaN, longitude = Number.NaN, accuracyM = Number.NaN] = wish.position.split(",").map(Number);
  const position = { latitude, longitude, accuracyM };
  if (wish.position !== "" && !Object.values(position).every(Number.isFinite))
    throw new Fault("SETTING_INVALID", `--position "${wish.position}" is not LATITUDE,LONGITUDE,METRES`);
  return {
    ...{ id: wish.id, title: wish.title, place: wish.place, link: linkOf(wish), settings: parseSet(wish.set) },
    ...(wish.position === "" ? {} : { position }),
  };
}

function linkOf({ link }: InstallWish): Record<string, unknown> {
  const { id: _id, ...plain } = parseLink(link);
  return plain;
}

/** A PNG as the page sends it. */
async function pictureOf(path: string): Promise<string> {
  return `data:image/png;base64,${Buffer.from(await readOrFail(path)).toString("base64")}`;
}

async function readOrFail(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: Error) => {
    throw new Fault("INPUT_INVALID", `"${path}" cannot be read (${cause.message})`, { cause });
  });
}

function linesOf({ gateway, hub, isEnrolled, fingerprint, devices, missing, records }: View): string[] {
  return [
    `${gateway.id}  ${gateway.title}, ${gateway.place}, ${isEnrolled ? `enrolled at ${hub}` : "not enrolled"}`,
    ...(fingerprint === null ? [] : [`key ${fingerprint}`]),
    ...devices.map(({ id, title, place, fault, proof, photo }) => {
      const reading = missing.some((one) => one.id === id && one.why === "reading") ? "no reading yet" : "read";
      const proved = proof?.raisedAt == null ? "not proved" : `proved by ${proof.how}`;
      const more = [reading, proved, photo === null ? "no photo" : "photo", fault].filter((word) => word !== "");
      return `${id}  ${title.zh}, ${place}: ${more.join(", ")}`;
    }),
    ...records.map((id) => `record ${id}`),
  ];
}

function stepsOf({ raisedAt, shownMs, journaledMs, hubMs, clearedAt }: Proof): string[] {
  const after = (step: string, ms: number | null) => (ms === null ? [] : [`${step} after ${ms.toFixed(1)} ms`]);
  return [
    ...(raisedAt === null ? [] : [`raised ${new Date(raisedAt).toISOString()}`]),
    ...after("shown", shownMs),
    ...after("on the card", journaledMs),
    ...after("at the hub and back", hubMs),
    ...(clearedAt === null ? [] : [`cleared ${new Date(clearedAt).toISOString()}`]),
  ];
}
