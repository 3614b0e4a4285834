/** The gateway's settings file: one schema for the type, the check and the table in the README. */
import Type from "typebox";
import { ClassCode } from "../../core/class-code.ts";
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
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: "its TCP or UDP port; the gateway's own where it listens",
    }),
    connectTimeoutMs: ms("how long the connection may take", 3000, 100, 60_000),
  },
  strict,
);
export type TcpLink = Type.Static<typeof TcpLink>;

export const UdpLink = Type.Object(
  { ...bus, kind: Type.Literal("udp"), host: TcpLink.properties.host, port: TcpLink.properties.port },
  strict,
);
export type UdpLink = Type.Static<typeof UdpLink>;

const listening = {
  id: bus.id,
  timeoutMs: bus.timeoutMs,
  address: Type.String({ minLength: 1, default: "0.0.0.0", description: "the gateway's own address to listen on" }),
  port: TcpLink.properties.port,
  mostPeers: Type.Integer({
    minimum: 1,
    maximum: 1024,
    default: 64,
    description: "devices that may speak at once; beyond it the longest silent gives way",
  }),
  idleMs: ms("a connection silent for so long is closed", 600_000, 1000),
};

export const TcpListenLink = Type.Object({ ...listening, kind: Type.Literal("tcp-listen") }, strict);
export type TcpListenLink = Type.Static<typeof TcpListenLink>;

export const UdpListenLink = Type.Object({ ...listening, kind: Type.Literal("udp-listen") }, strict);
export type UdpListenLink = Type.Static<typeof UdpListenLink>;

export const BleLink = Type.Object(
  {
    id: bus.id,
    kind: Type.Literal("ble"),
    timeoutMs: bus.timeoutMs,
    controller: Type.String({
      pattern: "^(hci\\d+|tcp:[^:]+:\\d+)$",
      default: "hci0",
      description: "the BLE adapter, or `tcp:host:port` of a controller that speaks H4 over TCP",
    }),
    silenceMs: ms("no advert of anybody for so long: the scan, then the process is begun anew", 60_000, 1000),
  },
  strict,
);
export type BleLink = Type.Static<typeof BleLink>;

export const FirmataLink = Type.Object(
  {
    id: bus.id,
    kind: Type.Literal("firmata"),
    timeoutMs: bus.timeoutMs,
    path: Type.Optional(SerialLink.properties.path),
    host: Type.Optional(TcpLink.properties.host),
    port: Type.Optional(TcpLink.properties.port),
    referenceV: Type.Number({
      minimum: 1,
      maximum: 5.5,
      default: 5,
      description: "voltage at which an analog input reads its most, V",
    }),
  },
  strict,
);
export type FirmataLink = Type.Static<typeof FirmataLink>;

export const GpiodLink = Type.Object(
  {
    id: bus.id,
    kind: Type.Literal("gpiod"),
    timeoutMs: bus.timeoutMs,
    chip: text("label of the GPIO chip: `pinctrl-rp1` on a Pi 5, `pinctrl-bcm2711` on a Pi 4 (gpiodetect lists them)"),
    againMs: ms("each watched pin is read anew so often, in case an edge was missed", 10_000, 1000, 3_600_000),
  },
  strict,
);
export type GpiodLink = Type.Static<typeof GpiodLink>;

/** The schema of each kind of link, by its name. */
export const linkSchemas = {
  serial: SerialLink,
  tcp: TcpLink,
  udp: UdpLink,
  "tcp-listen": TcpListenLink,
  "udp-listen": UdpListenLink,
  ble: BleLink,
  firmata: FirmataLink,
  gpiod: GpiodLink,
} as const;

export const LinkSettings = Type.Union([
  SerialLink,
  TcpLink,
  UdpLink,
  TcpListenLink,
  UdpListenLink,
  BleLink,
  FirmataLink,
  GpiodLink,
]);
export type LinkSettings = Type.Static<typeof LinkSettings>;

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
    class: Type.Optional(ClassCode),
    rules: Type.Optional(Type.Array(Rule, { description: "in place of the model's default rules" })),
  },
  strict,
);
export type DeviceSettings = Type.Static<typeof DeviceSettings>;

const clockTime = (standard: string, description: string) =>
  Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", default: standard, description });

export const OutputSettings = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$", description: "how it is called" }),
    kind: oneOf(
      ["siren", "buzzer", "lamp", "relay", "machine"],
      "siren",
      "what hangs there; each has its patterns, but a machine (a pump), which only a command switches",
    ),
    link: text("id of a firmata or gpiod link above"),
    pin: text("the pin it hangs on"),
    active: oneOf(["high", "low"], "high", "the level that switches it on"),
  },
  strict,
);
export type OutputSettings = Type.Static<typeof OutputSettings>;

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
    hub: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            pattern: "^mqtts?://[^/]+$",
            description: "the hub's broker: mqtt://host:port, or mqtts://host:port once it is enrolled",
          }),
          keepaliveS: Type.Integer({ minimum: 5, maximum: 600, default: 20, description: "MQTT keep-alive, s" }),
          firstPauseMs: ms("width of the first reconnect window", 5000, 10),
          mostPauseMs: ms("width of the widest reconnect window", 120_000, 10),
          silenceMs: ms("a batch not answered for so long is sent again", 10_000, 100),
          statusEveryMs: ms("how often the status is told", 60_000, 100),
        },
        strict,
      ),
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
    links: Type.Array(LinkSettings, { maxItems: 64 }),
    devices: Type.Array(DeviceSettings, { maxItems: 1000 }),
    remote: Type.Object(
      {
        trialMs: ms(
          "what the hub changes of links and sensors is taken back when a sensor or the uplink fails for so long",
          120_000,
          1000,
          3_600_000,
        ),
      },
      { ...strict, default: {} },
    ),
    outputs: Type.Array(OutputSettings, { default: [] }),
    night: Type.Object(
      {
        from: clockTime("22:00", "from then on the minor alerts sound no more; the grave ones always do"),
        to: clockTime("06:30", "until then"),
        utcOffsetMinutes: Type.Integer({
          minimum: -720,
          maximum: 840,
          default: 480,
          description: "the place's time, minutes ahead of UTC",
        }),
      },
      { ...strict, default: {} },
    ),
    page: Type.Optional(
      Type.Object(
        {
          address: Type.String({
            minLength: 1,
            default: "0.0.0.0",
            description: "the gateway's own address to serve on",
          }),
          port: Type.Integer({
            minimum: 0,
            maximum: 65_535,
            default: 8081,
            description: "TCP port; 0 takes a free one",
          }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type AgentSettings = Type.Static<typeof AgentSettings>;
