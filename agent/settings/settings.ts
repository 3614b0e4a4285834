/** The gateway's settings file: one schema for the type, the check and the table in the README. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../core/id.ts";
import { Bilingual } from "../../core/point.ts";
import { Rule } from "../../core/rule.ts";

const strict = { additionalProperties: false };
const ms = (description: string, standard: number, minimum = 0, maximum = 86_400_000) =>
  Type.Integer({ minimum, maximum, default: standard, description: `${description}, ms` });
const text = (description: string) => Type.String({ minLength: 1, description });
const oneOf = <Name extends string | number>(names: readonly Name[], standard: Name, description: string) =>
  Type.Union(
    names.map((name) => Type.Literal(name)),
    { default: standard, description },
  );

const bus = {
  id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$", description: "how devices name this link" }),
  timeoutMs: ms("how long a device may take to begin and to finish its answer", 600, 20, 60_000),
  gapMs: ms("silence between two questions, and never less than 3.5 characters", 20, 10, 10_000),
};

export const SerialLink = Type.Object(
  {
    ...bus,
    kind: Type.Literal("serial"),
    path: text("the port, best by its /dev/serial/by-id name"),
    baudRate: Type.Integer({ minimum: 300, maximum: 921_600, default: 9600, description: "bit/s" }),
    dataBits: oneOf([7, 8], 8, "bits a character"),
    parity: oneOf(["none", "even", "odd"], "none", "parity"),
    stopBits: oneOf([1, 2], 1, "stop bits"),
  },
  strict,
);
export type SerialLink = Type.Static<typeof SerialLink>;

export const TcpLink = Type.Object(
  {
    ...bus,
    kind: Type.Literal("tcp"),
    host: text("name or address of the serial-to-Ethernet converter"),
    port: Type.Integer({ minimum: 1, maximum: 65_535, description: "its TCP port" }),
    connectTimeoutMs: ms("how long the connection may take", 3000, 100, 60_000),
  },
  strict,
);
export type TcpLink = Type.Static<typeof TcpLink>;

export const DeviceSettings = Type.Object(
  {
    id: DeviceId,
    model: text("name of a file in hardware/sensors/"),
    link: text("id of a link above"),
    title: Bilingual,
    place: text("where people find it: 东昌小区 3号楼 B1 水泵房"),
    settings: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: "the driver's settings of this device, such as its bus address",
      }),
    ),
    everyMs: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 86_400_000,
        description: "sampling interval, ms; the model has a default",
      }),
    ),
    rules: Type.Optional(Type.Array(Rule, { description: "in place of the model's default rules" })),
  },
  strict,
);
export type DeviceSettings = Type.Static<typeof DeviceSettings>;

const bytes = (description: string, standard: number) =>
  Type.Integer({
    minimum: 2_097_152,
    maximum: 68_719_476_736,
    default: standard,
    description: `${description}, bytes`,
  });

const days = (description: string, standard: number) =>
  Type.Integer({ minimum: 1, maximum: 3650, default: standard, description: `${description}, days` });

export const AgentSettings = Type.Object(
  {
    gateway: Type.Object(
      { id: GatewayId, title: text("what people call it"), place: text("where people find it") },
      strict,
    ),
    hub: Type.Object(
      {
        url: Type.String({ pattern: "^mqtt://[^/]+$", description: "the hub's broker: mqtt://host:port" }),
        keepaliveS: Type.Integer({ minimum: 5, maximum: 600, default: 20, description: "MQTT keep-alive, s" }),
        firstPauseMs: ms("width of the first reconnect window", 5000, 10),
        mostPauseMs: ms("width of the widest reconnect window", 120_000, 10),
        silenceMs: ms("a batch not answered for so long is sent again", 10_000, 100),
        statusEveryMs: ms("how often the status is told", 60_000, 100),
      },
      strict,
    ),
    journal: Type.Object(
      {
        dataBytes: bytes("room for readings", 536_870_912),
        alertBytes: bytes("room for alerts", 67_108_864),
        dataDays: days("readings older than this go", 30),
        alertDays: days("alerts older than this go", 365),
        commitEveryMs: ms("how long readings gather before they are written and sent", 1000, 0, 60_000),
      },
      { ...strict, default: {} },
    ),
    clock: Type.Object(
      {
        source: oneOf(
          ["auto", "hub"],
          "auto",
          "who confirms the time: `auto` asks the machine's NTP service before the hub",
        ),
      },
      { ...strict, default: {} },
    ),
    links: Type.Array(Type.Union([SerialLink, TcpLink]), { minItems: 1 }),
    devices: Type.Array(DeviceSettings),
  },
  strict,
);
export type AgentSettings = Type.Static<typeof AgentSettings>;
