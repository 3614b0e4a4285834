/** The command line of `lilong-agent`. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Fault } from "../core/fault.ts";
import { type InstallVerb, type InstallWish, installVerbs } from "./installation/command.ts";
import type { VerifyWish } from "./installation/verify.ts";
import type { Loaded } from "./settings/load.ts";

export const help = `lilong-agent: reads the sensors of one gateway, raises its alerts on the spot, keeps every record until the hub has it

Usage
  lilong-agent [--data ./data/agent] [--settings gateway.json] [--log warn]
  lilong-agent --settings gateway.json --check
  lilong-agent models [--json]
  lilong-agent person put <name> --pin 4711 [--technician] [--data F] | person remove <name> | person list
  lilong-agent enrol --hub http://HUB:8080 --code ABCD-EFGH-JKMN-PQRS [--settings F] [--data F]
  lilong-agent find --link serial:/dev/ttyUSB0 [--most 247] | find --link ble
  lilong-agent install show | gateway --title T --place P
  lilong-agent install place MODEL --link LINK --set unit=1 --title T --place P [--photo F] [--position LAT,LON,M]
  lilong-agent install prove DEVICE [--drill] | photo DEVICE --photo F | remove DEVICE --reason TEXT
  lilong-agent install replace DEVICE --link LINK --set unit=2 [--model MODEL]
  lilong-agent install sign --signature NAME.png [--witness NAME --witness-signature NAME.png] [--out RECORD.json]
  lilong-agent verify RECORD.json [--key FINGERPRINT] [--certificate GATEWAY.pem [--ca HUB.pem]]
  lilong-agent doctor [--settings F] [--data F] [--json] [--bundle FILE] [--language zh|en]
  lilong-agent read <model> --link <link> [--set name=value …] [--every MS] [--for S]

Options
  --settings FILE   what hangs on this gateway: links, devices, the hub's address (agent/README.md has the table);
                    without it gateway.json in the data folder, made at the first start and filled by the page
  --most N          find: the highest bus address that is tried (default 32)
  --page-port PORT  where the page is served, whatever the settings say (first start without settings: default 8081)
  --data FOLDER     journal, key and state; one agent a folder (default ./data/agent)
  --check           read settings and models, say what is wrong or what would run, and end
  --log LEVEL       fatal, error, warn, info, debug or trace (default warn: normal operation is silent)
  --link LINK       read: serial:/dev/ttyUSB0[,9600[,none[,1]]]  tcp:HOST:PORT  udp:HOST:PORT  tcp-listen:PORT
                    udp-listen:PORT  ble[:hci0]  firmata:/dev/ttyACM0  gpiod:CHIP
  --set NAME=VALUE  read: a setting of the device, such as unit=1; as often as needed
  --every MS        read: how often, in place of the model's interval
  --for S           read: end after so many seconds; with 1 if nothing was read
  --pin DIGITS      person put: 4 to 8 digits, to act on the gateway's page
  --technician      person put: this person may install, too
  --page URL        install: the running agent's page (default http://127.0.0.1:8081); LILONG_PIN in the environment
                    is the PIN of --name (default 安装员, whose first PIN is in the data folder)
  --json            models, doctor: as JSON
  --hub URL         enrol: the hub's console
  --code CODE       enrol: what the console shows, once; --link takes the text of its QR code in place of both
  --key FINGERPRINT verify: the gateway's, as install show prints it; whose signature it is, only that proves
  --certificate F   verify: the gateway's certificate, in place of the fingerprint; --ca F: the hub's, which signed that
  --bundle FILE     doctor: a .tar.gz for support, without keys, PINs and passwords
  --language L      doctor: zh or en (default: the terminal's)
  --version         print the version
  --help            print this

Examples
  lilong-agent --settings /etc/lilong/gateway.json --data /var/lib/lilong
  lilong-agent --settings gateway.json --check && systemctl restart lilong-agent
  lilong-agent read qdy30a --link serial:/dev/ttyUSB0 --set unit=1

The doctor ends with 0 when all is well, 1 with doubts, 2 with a fault; it changes nothing.
Ends with 0 when asked to stop, 2 when a setting, a port or the folder is wrong (one line says what to do), 1 on a bug.
`;

/** What `--check` prints. */
export function describe({ settings, devices }: Loaded): string {
  const lines = devices.map(
    ({ device, link, everyMs }) => `  ${device.id}  ${device.model} on ${link}, every ${everyMs} ms, ${device.place}\n`,
  );
  return `${settings.gateway.id}: ${settings.links.length} links, ${devices.length} devices, hub ${settings.hub?.url ?? "none yet"}\n${lines.join("")}`;
}

const levels = ["fatal", "error", "warn", "info", "debug", "trace"];

export type Arguments = {
  settings: string;
  /** Where the page is served, in place of what the settings say. */
  pagePort: number | null;
  /** No file was named: it is the folder's own, made where it is missing. */
  isOwnFile: boolean;
  data: string;
  mode: "run" | "check" | "help" | "version" | (typeof verbs)[number];
  log: string;
  /** Of `models`. */
  json: boolean;
  /** Of `find`: where to look, and up to which bus address. */
  find: { link: string; mostUnits: number };
  /** Of `install`. */
  install: InstallWish;
  /** Of `verify`: the signed record, and who should have signed it. */
  verify: VerifyWish;
  /** Of `enrol`. */
  enrol: { hub: string; code: string; link: string };
  /** Of `doctor`. */
  doctor: { bundle: string | null; language: "zh" | "en" };
  /** Of `person`. */
  person: { verb: "put" | "remove" | "list"; name: string; pin: string; isTechnician: boolean };
  /** Of `read`. `forS` null: until it is stopped. */
  read: { model: string; link: string; set: string[]; everyMs: number | null; forS: number | null };
};

/** Throws `SETTING_INVALID` naming the option. */
export function parseCommandLine(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [verb, model = "", name = ""] = positionals;
  if (verb !== undefined && !isVerb(verb))
    throw new Fault("SETTING_INVALID", `"${verb}" is none of ${verbs.join(", ")}; see lilong-agent --help`);
  if (verb === "find" && values.link === undefined)
    throw new Fault("SETTING_INVALID", "find needs --link; see lilong-agent --help");
  if (verb === "read" && (model === "" || values.link === undefined))
    throw new Fault("SETTING_INVALID", "read needs a model and --link; see lilong-agent --help");
  const log = values.log ?? "warn";
  if (!levels.includes(log)) throw new Fault("SETTING_INVALID", `--log "${log}" is not one of ${levels.join(", ")}`);
  const mode = (["help", "version", "check"] as const).find((name) => values[name]) ?? verb ?? "run";
  const data = values.data ?? "./data/agent";
  return {
    settings: values.settings ?? join(data, "gateway.json"),
    pagePort: positive("page-port", values["page-port"]),
    isOwnFile: values.settings === undefined,
    data,
    mode,
    log,
    json: values.json ?? false,
    find: { link: values.link ?? "", mostUnits: positive("most", values.most) ?? 32 },
    verify: verifyOf(verb === "verify" ? model : "", values),
    install: installOf(verb === "install" ? model : "show", name, values, data),
    enrol: enrolOf(verb, values),
    doctor: doctorOf(values),
    person: personOf(verb === "person" ? model : "list", name, values),
    read: readOf(model, values),
  };
}

const verbs = ["models", "read", "person", "doctor", "enrol", "verify", "find", "install"] as const;

function isVerb(name: string): name is (typeof verbs)[number] {
  return (verbs as readonly string[]).includes(name);
}

function enrolOf(
  verb: string | undefined,
  { hub = "", code = "", link = "" }: ReturnType<typeof parse>["values"],
): Arguments["enrol"] {
  if (verb === "enrol" && link === "" && (hub === "" || code === ""))
    throw new Fault("SETTING_INVALID", "enrol needs --hub and --code, or --link; see lilong-agent --help");
  return { hub, code, link };
}

function verifyOf(path: string, values: ReturnType<typeof parse>["values"]): VerifyWish {
  const { key = "", certificate = "", ca = "" } = values;
  return { path, key, certificate, ca };
}

function installOf(
  verb: string,
  subject: string,
  values: ReturnType<typeof parse>["values"],
  data: string,
): InstallWish {
  const isKnown = (name: string): name is InstallVerb => (installVerbs as readonly string[]).includes(name);
  if (!isKnown(verb))
    throw new Fault(
      "SETTING_INVALID",
      `install "${verb}" is none of ${installVerbs.join(", ")}; see lilong-agent --help`,
    );
  if (["place", "replace", "photo", "prove", "remove"].includes(verb) && subject === "")
    throw new Fault("SETTING_INVALID", `install ${verb} names no ${verb === "place" ? "model" : "device"}`);
  const { page = "http://127.0.0.1:8081", name = "安装员", set = [], drill = false } = values;
  const { title = "", place = "", id = "", model = "", link = "", position = "", photo = "", out = "" } = values;
  const { reason = "", signature = "", witness = "", "witness-signature": witnessSignature = "" } = values;
  return {
    ...{ verb, subject, page: page.replace(/\/+$/, ""), name, pin: process.env.LILONG_PIN ?? null, data, set, drill },
    ...{ title, place, id, model, link, position, photo, reason, signature, witness, witnessSignature, out },
  };
}

/** The terminal's language, unless one is named. [POSIX.1-2017 §8.2] LC_ALL before LANG. */
function doctorOf({ bundle, language }: ReturnType<typeof parse>["values"]): Arguments["doctor"] {
  const { LC_ALL = "", LANG = "" } = process.env;
  const wished = language ?? ((LC_ALL || LANG).startsWith("zh") ? "zh" : "en");
  if (wished !== "zh" && wished !== "en")
    throw new Fault("SETTING_INVALID", `--language "${wished}" is neither zh nor en`);
  return { bundle: bundle ?? null, language: wished };
}

function personOf(
  verb: string,
  name: string,
  { pin = "", technician: isTechnician = false }: ReturnType<typeof parse>["values"],
): Arguments["person"] {
  if (verb !== "put" && verb !== "remove" && verb !== "list")
    throw new Fault("SETTING_INVALID", `person "${verb}" is none of put, remove and list; see lilong-agent --help`);
  if (verb !== "list" && name === "") throw new Fault("SETTING_INVALID", `person ${verb} names nobody`);
  return { verb, name, pin, isTechnician };
}

function readOf(model: string, values: ReturnType<typeof parse>["values"]): Arguments["read"] {
  const { link = "", set = [] } = values;
  return { model, link, set, everyMs: positive("every", values.every), forS: positive("for", values.for) };
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw new Fault("SETTING_INVALID", `--${name} "${text}" is not a whole number above 0`);
  return Number(text);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        settings: { type: "string" },
        data: { type: "string" },
        log: { type: "string" },
        check: { type: "boolean" },
        version: { type: "boolean" },
        help: { type: "boolean" },
        json: { type: "boolean" },
        bundle: { type: "string" },
        key: { type: "string" },
        certificate: { type: "string" },
        ca: { type: "string" },
        most: { type: "string" },
        hub: { type: "string" },
        code: { type: "string" },
        language: { type: "string" },
        "page-port": { type: "string" },
        pin: { type: "string" },
        technician: { type: "boolean" },
        link: { type: "string" },
        set: { type: "string", multiple: true },
        every: { type: "string" },
        page: { type: "string" },
        name: { type: "string" },
        title: { type: "string" },
        place: { type: "string" },
        id: { type: "string" },
        model: { type: "string" },
        position: { type: "string" },
        photo: { type: "string" },
        reason: { type: "string" },
        out: { type: "string" },
        signature: { type: "string" },
        witness: { type: "string" },
        "witness-signature": { type: "string" },
        drill: { type: "boolean" },
        for: { type: "string" },
      },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message, { cause });
  }
}
