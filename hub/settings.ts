/** The hub's settings: one schema is their type, their check, the command's help and the README's table. */
import { isIP } from "node:net";
import { parseArgs } from "node:util";
import Type from "typebox";
import { Check } from "typebox/value";
import { Fault } from "../core/fault.ts";

const port = (what: string, standard: number) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: standard, description: what });
const whole = (what: string, standard: number) =>
  Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: standard, description: what });
const host = (what: string) => Type.String({ minLength: 1, default: "127.0.0.1", description: what });

export const Settings = Type.Object(
  {
    data: Type.String({
      minLength: 1,
      default: "./data/hub",
      description: "folder for the database, the set-up code and the first administrator's password",
    }),
    httpPort: port("port of the console and the API; 0 takes a free one", 8080),
    httpHost: host("address the console and the API listen on; 0.0.0.0 for all"),
    mqttPort: port("port of the embedded broker; 0 takes a free one", 1883),
    mqttsPort: port("port of the embedded broker for enrolled gateways, by mutual TLS; 0 takes a free one", 8883),
    mqttHost: host("address the embedded broker listens on; 0.0.0.0 for all"),
    districtPort: port("port for the district centre's callbacks, by mutual TLS; 0 takes a free one", 8843),
    districtHost: host("address the district centre's callbacks come to; 0.0.0.0 for all"),
    districtCard: Type.Optional(
      Type.String({
        minLength: 1,
        description: "the district centre's card; connects it at the start while nobody imported another",
      }),
    ),
    doorPort: port("port of the door for platforms and devices that speak for themselves; 0 takes a free one", 8085),
    doorHost: host("address the door for platforms listens on; 0.0.0.0 for all"),
    doorConnections: whole("connections that the door for platforms holds open", 4000),
    doorConnectionsEach: whole("of them from one address; behind a trusted proxy this does not count", 1000),
    tlsCert: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "the hub's own certificate with its chain, PEM: console, API and door speak https; read anew when the file changes, or on SIGHUP",
      }),
    ),
    tlsKey: Type.Optional(Type.String({ minLength: 1, description: "the key of that certificate, PEM" })),
    trustedProxy: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "addresses or networks of the proxies in front of console and door, with commas between; from them alone X-Forwarded-For and X-Forwarded-Proto are believed",
      }),
    ),
    broker: Type.Optional(
      Type.String({
        pattern: "^mqtts?://",
        description: "use this broker instead of the embedded one, e.g. mqtt://name:password@host:1883",
      }),
    ),
    firstAdministrator: Type.Optional(
      Type.String({
        pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        description:
          "at an unattended first start: makes the administrator of this name, with the password in <data>/<name>-password, or a random one that is left there",
      }),
    ),
    oidcIssuer: Type.Optional(
      Type.String({
        pattern: "^https?://",
        description: "the organisation's own sign-in (OpenID Connect): its issuer, e.g. https://sso.example.cn",
      }),
    ),
    oidcClient: Type.Optional(Type.String({ minLength: 1, description: "the hub's client id there" })),
    oidcSecretFile: Type.Optional(Type.String({ minLength: 1, description: "file with the client's secret there" })),
    oidcClaim: Type.String({
      minLength: 1,
      default: "preferred_username",
      description: "which claim of theirs is a person's name here",
    }),
    publicUrl: Type.Optional(
      Type.String({
        pattern: "^https?://",
        description:
          "the address people open the console at, e.g. https://lilong.example.cn: for the codes on labels, and where the sign-in comes back to",
      }),
    ),
    keepRawDays: whole("days that readings are kept as they came", 400),
    keepMinuteDays: whole("days that readings folded by the minute are kept", 1100),
    keepHourDays: whole("days that readings folded by the hour are kept", 3650),
    keepFaultDays: whole("days that faults are kept", 400),
    keepMessageDays: whole("days that messages of platforms and devices are kept as they came, to be read again", 30),
    backlogRate: whole("readings a second that all gateways sending a backlog share", 100_000),
    connectRate: whole("gateways a second that the embedded broker lets connect; the rest comes later", 50),
    flows: Type.Union([Type.Literal("on"), Type.Literal("off")], {
      default: "on",
      description: "run Node-RED beside the hub; off: the hub's own table dispatches each ticket at once",
    }),
    flowsDeadlineMs: whole("milliseconds a flow may take to decide on a ticket; then the table does", 2000),
    flowsMemoryMb: whole("megabytes of heap for Node-RED; beyond it is started again", 256),
    adopt: Type.Union([Type.Literal("by-hand"), Type.Literal("registered")], {
      default: "by-hand",
      description: "who approves a new device: a person, or the registration of its gateway by itself",
    }),
    logLevel: Type.Union([Type.Literal("debug"), Type.Literal("info"), Type.Literal("warn"), Type.Literal("error")], {
      default: "info",
      description: "least level that is logged, on stderr as JSON",
    }),
  },
  { additionalProperties: false },
);
export type Settings = Type.Static<typeof Settings>;
export type SettingName = keyof typeof Settings.properties;

export const settingNames = Object.keys(Settings.properties) as SettingName[];

/** What the schema says of a setting, for the help and the README. */
export function factsOf(name: SettingName): Facts {
  return Settings.properties[name] as unknown as Facts;
}

type Facts = {
  description: string;
  default?: unknown;
  type?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: { const: string }[];
};

/** `httpPort` → `--http-port` */
export function optionOf(name: SettingName): string {
  return `--${kebab(name)}`;
}

/** `httpPort` → `LILONG_HTTP_PORT` */
export function variableOf(name: SettingName): string {
  return `LILONG_${kebab(name).replaceAll("-", "_").toUpperCase()}`;
}

export type Wish = { settings: Settings } | { print: "help" | "version" };

/** Options win over the environment. Throws `SETTING_INVALID` naming the option. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Wish {
  const options = parseOptions(args);
  if (options.help) return { print: "help" };
  if (options.version) return { print: "version" };
  const given: Record<string, unknown> = {};
  for (const name of settingNames) {
    const text = options[kebab(name)] ?? env[variableOf(name)];
    const facts = factsOf(name);
    const value = typeof text === "string" ? fromText(text, facts.type) : facts.default;
    if (value !== undefined) given[name] = checked(name, value);
  }
  return { settings: given as Settings };
}

function parseOptions(args: readonly string[]): Record<string, string | boolean | undefined> {
  const text = { type: "string" } as const;
  const flags = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } } as const;
  const options = { ...flags, ...Object.fromEntries(settingNames.map((name) => [kebab(name), text])) };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message.split(". ")[0] ?? "", { cause });
  }
}

/** One short sentence instead of the schema's own words, which speak of types and patterns. */
function checked(name: SettingName, value: unknown): unknown {
  const isRight = isSetting(name, value) && (written[name]?.fits(value as string) ?? true);
  if (!isRight) throw new Fault("SETTING_INVALID", `${optionOf(name)} must be ${wantedOf(name)}`);
  return value;
}

/** What a pattern cannot say. */
const written: Partial<Record<SettingName, { fits(text: string): boolean; wanted: string }>> = {
  broker: { fits: isBroker, wanted: "an address like mqtt://name:password@host:1883" },
  publicUrl: { fits: isBroker, wanted: "an address like https://lilong.example.cn" },
  trustedProxy: { fits: isProxies, wanted: "addresses or networks like 127.0.0.1,10.0.0.0/8" },
};

/** `127.0.0.1, 10.0.0.0/8` → each of them */
export function proxiesIn(text: string): string[] {
  return text.split(",").map((one) => one.trim());
}

function isProxies(text: string): boolean {
  return proxiesIn(text).every((one) => {
    const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(one) ?? [];
    const family = isIP(address);
    // All of them would let anybody say who they are.
    return family !== 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128)));
  });
}

function isSetting(name: SettingName, value: unknown): boolean {
  return Check(Settings.properties[name], value);
}

function wantedOf(name: SettingName): string {
  const { type, minimum, maximum, anyOf } = factsOf(name);
  const more = written[name];
  if (more !== undefined) return more.wanted;
  if (anyOf !== undefined) return `one of ${anyOf.map((choice) => choice.const).join(", ")}`;
  return type === "integer" ? `a whole number from ${minimum} to ${maximum}` : "some text";
}

/** Name and password are written percent-encoded in a URL; what cannot be decoded is none. */
function isBroker(text: string): boolean {
  try {
    const { hostname, port, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return hostname !== "" && port !== "0";
  } catch {
    return false;
  }
}

function fromText(text: string, type: string | undefined): unknown {
  return type === "integer" && text.trim() !== "" ? Number(text) : text;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
