/** Every fault is seeded for real, in files, sockets and settings; the command finds it and names its cure. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Aedes } from "aedes";
import { describe, expect, it, onTestFinished } from "vitest";
import { withCrc } from "../../drivers/modbus/crc.ts";
import { startHub } from "../../hub/main.ts";
import { type Operator, settingsFor, signInTo, silent, startRig } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { root } from "../../test/rig/paths.ts";
import { startSerialSlave } from "../../test/rig/serial-slave.ts";
import { enrol } from "../enrolment/enrolled.ts";
import { openIdentity } from "../identity.ts";
import { lockFolder } from "../journal/lock.ts";

type Found = {
  check: string;
  subject: string;
  state: string;
  code: string;
  text: { zh: string; en: string };
  cure?: { zh: string; en: string };
};
/** `before`: what the command is run by, to seed what no file can. */
type Place = { folder: string; machine: string; document: Record<string, unknown>; before?: string[] };

/** A machine on which all is well, as files: clock confirmed, memory and heat as they should be. */
function healthyMachine(folder: string): void {
  put(folder, "proc/meminfo", "MemTotal: 947732 kB\nMemAvailable:   512000 kB\n");
  put(folder, "proc/mounts", "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\n");
  put(folder, "sys/class/thermal/thermal_zone0/temp", "48312\n");
  put(folder, "sys/devices/platform/soc/soc:firmware/get_throttled", "0\n");
  put(folder, "sys/block/mmcblk0/device/life_time", "0x01 0x02\n");
  put(folder, "sys/fs/ext4/mmcblk0p2/errors_count", "0\n");
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function listen(heard: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    heard(socket);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

async function broker(accepts: boolean): Promise<number> {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _name, _key, done) => done(accepts ? null : refusal, accepts),
  });
  onTestFinished(() => new Promise<void>((done) => aedes.close(() => done())));
  return listen((socket) => void aedes.handle(socket));
}
const refusal = Object.assign(new Error("no"), { returnCode: 5 });

const deviceOf = (unit: number, link = "bus-a") => ({
  ...{ id: `pit-${unit}`, model: "qdy30a", link, place: "东昌小区 3号楼 B1", settings: { unit } },
  title: { zh: "水位计", en: "Level" },
});

/** A converter whose slaves answer as `reply` says. */
const bus = (reply: (request: Buffer) => Uint8Array | null) =>
  listen((socket) =>
    socket.on("data", (request: Buffer) => {
      const bytes = reply(request);
      if (bytes !== null) socket.write(bytes);
    }),
  );

/** Registers that all hold 1: an address, a speed, a unit and a level that the transmitter could have. */
const sound = (request: Buffer) => {
  const count = request.readUInt16BE(4);
  return withCrc(
    Uint8Array.from([
      request[0] ?? 0,
      request[1] ?? 0,
      2 * count,
      ...Array.from({ length: 2 * count }, (_, i) => i % 2),
    ]),
  );
};

async function place(): Promise<Place> {
  const folder = tempFolder();
  const machine = join(folder, "machine");
  healthyMachine(machine);
  mkdirSync(join(folder, "data"));
  await openIdentity(join(folder, "data"), () => undefined);
  const document = {
    gateway: { id: "gw-1", title: "网关", place: "门卫室" },
    hub: { url: `mqtt://127.0.0.1:${await broker(true)}` },
    links: [{ id: "bus-a", kind: "tcp", host: "127.0.0.1", port: await bus(sound), timeoutMs: 400 }],
    devices: [deviceOf(1)],
  };
  return { folder, machine, document };
}

/** Enrols the gateway at a hub as it was `daysAgo`. */
async function enrolled({ folder, document }: Place, daysAgo = 0): Promise<Operator> {
  const clock = { now: Date.now() - daysAgo * 86_400_000 };
  const data = tempFolder();
  const street = await startHub(settingsFor(data), silent, () => clock.now);
  onTestFinished(() => street.close());
  const { body } = await (await signInTo(street, data)).ask("POST", "/api/enrolments", { gateway: "gw-1" });
  const wish = { hub: street.http, code: (body as { code: string }).code };
  const { url } = await enrol(join(folder, "data"), wish, () => undefined);
  clock.now = Date.now();
  hub(document, url);
  return signInTo(street, data);
}

async function doctor({ folder, machine, document, before = [] }: Place, args: string[] = ["--json"]) {
  const settings = join(folder, "gateway.json");
  if (Object.keys(document).length > 0) writeFileSync(settings, JSON.stringify(document));
  const command = ["agent/main.ts", "doctor", "--settings", settings, "--data", join(folder, "data"), ...args];
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...command];
  const [program = "", ...rest] = [...before, ...node];
  const child = spawn(program, rest, {
    cwd: root,
    env: { ...process.env, LILONG_MACHINE_ROOT: machine, LANG: "C", LC_ALL: "C" },
  });
  let said = "";
  let complained = "";
  child.stdout.on("data", (bytes) => (said += bytes));
  child.stderr.on("data", (bytes) => (complained += bytes));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, said, complained, findings: args.includes("--json") ? (JSON.parse(said) as Found[]) : [] };
}

/** Seeded, the code it is found by, and words of its cure. */
const seeds: [string, (place: Place) => void | Promise<void>, string, RegExp][] = [
  [
    "a settings file with a typing error",
    ({ document }) => void Object.assign(document, { hbu: 1 }),
    "settings-invalid",
    /改正写出的那一项/,
  ],
  [
    "a port that is not there",
    ({ document }) => serial(document, "/dev/serial/by-id/usb-none"),
    "port-missing",
    /插紧 USB 转 485/,
  ],
  ["a BLE adapter that is not there", ({ document }) => ble(document), "ble-missing", /插上 USB 蓝牙适配器/],
  [
    "a BLE adapter that is switched off",
    ({ document, machine }) => {
      put(machine, "sys/class/bluetooth/hci0/rfkill1/soft", "1\n");
      ble(document);
    },
    "ble-blocked",
    /rfkill unblock/,
  ],
  ["a GPIO chip of another board", ({ document }) => chip(document), "chip-missing", /gpiodetect/],
  [
    "a card that went read-only",
    ({ machine }) => put(machine, "proc/mounts", "/dev/mmcblk0p2 / ext4 ro 0 0\n"),
    "disk-readonly",
    /换一张新卡/,
  ],
  [
    "a worn card",
    ({ machine }) => put(machine, "sys/block/mmcblk0/device/life_time", "0x0a 0x0b\n"),
    "card-worn",
    /工业级/,
  ],
  [
    "a damaged file system",
    ({ machine }) => put(machine, "sys/fs/ext4/mmcblk0p2/errors_count", "7\n"),
    "disk-errors",
    /fsck -f/,
  ],
  [
    "no memory left",
    ({ machine }) => put(machine, "proc/meminfo", "MemAvailable:   20480 kB\n"),
    "memory-low",
    /重启网关/,
  ],
  [
    "a hot gateway",
    ({ machine }) => put(machine, "sys/class/thermal/thermal_zone0/temp", "86500\n"),
    "too-hot",
    /通风/,
  ],
  [
    "a weak supply",
    ({ machine }) => put(machine, "sys/devices/platform/soc/soc:firmware/get_throttled", "50001\n"),
    "under-voltage",
    /5 V 3 A/,
  ],
  [
    "a hub's name that nobody knows",
    ({ document }) => hub(document, "mqtt://hub.invalid:1883"),
    "dns-failed",
    /查 DNS/,
  ],
  ["a hub that is not there", ({ document }) => hub(document, "mqtt://127.0.0.1:9"), "hub-refused", /查端口对不对/],
  [
    "a broker that accepts and says nothing",
    async ({ document }) => hub(document, `mqtt://127.0.0.1:${await listen(() => undefined)}`),
    "hub-silent",
    /平台值班/,
  ],
  [
    "a hub that does not know the key",
    async ({ document }) => hub(document, `mqtt://127.0.0.1:${await broker(false)}`),
    "key-refused",
    /释放旧钥匙/,
  ],
  [
    "a port that speaks no TLS",
    async ({ document }) => hub(document, `mqtts://127.0.0.1:${await broker(true)}`),
    "tls-failed",
    /重新注册/,
  ],
  [
    "a certificate that is over",
    async (place) => void (await enrolled(place, 800)),
    "certificate-over",
    /续不了就重新注册/,
  ],
  [
    "a certificate that nobody renewed",
    async (place) => void (await enrolled(place, 710)),
    "certificate-ends",
    /保持联网/,
  ],
  [
    "the hub of another authority",
    async (place) => {
      await enrolled(place);
      const other = await startRig();
      hub(place.document, other.mqtts as string);
    },
    "tls-failed",
    /换过平台就重新注册/,
  ],
  [
    "a gateway that never enrolled",
    async ({ document }) => hub(document, (await startRig()).mqtts as string),
    "not-enrolled",
    /注册码/,
  ],
  [
    "a certificate that was revoked",
    async (place) => {
      const operator = await enrolled(place);
      await operator.ask("POST", "/api/gateways/gw-1/certificates/revoke", { reason: "被偷了" });
    },
    "key-refused",
    /重新注册/,
  ],
  [
    "a clock in 1970",
    (place) => void Object.assign(place, { before: ["faketime", "1970-01-02 00:00:00"] }),
    "clock-unset",
    /date -s/,
  ],
  [
    "a port that its user may not open",
    (place) => {
      put(place.machine, "dev/ttyAMA0", "");
      chmodSync(join(place.machine, "dev/ttyAMA0"), 0);
      // Who is root is refused nothing, unless that right is taken away.
      const without = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"];
      Object.assign(place, { before: process.getuid?.() === 0 ? without : [] });
      serial(place.document, "/dev/ttyAMA0");
    },
    "port-forbidden",
    /dialout/,
  ],
  ["a damaged journal", ({ folder }) => put(folder, "data/journal/alert/00.seg.bad-1", "x"), "journal-aside", /支持包/],
  ["a data folder that is a file", ({ folder }) => dataIsAFile(folder), "folder-unwritable", /--data/],
  ["a sensor without power", async ({ document }) => slaves(document, () => null, [1]), "bus-silent", /供电/],
  [
    "a serial bus of another speed",
    async ({ document, folder }) => {
      const { path } = await startSerialSlave(folder, 4800, sound);
      document.links = [{ id: "bus-a", kind: "serial", path, baudRate: 9600, timeoutMs: 200 }];
    },
    "bus-rate",
    /波特率和校验改成 4800 none/,
  ],
  [
    "swapped wires",
    async ({ document }) => slaves(document, (request) => sound(request).map((byte) => ~byte & 0xff), [1]),
    "bus-swapped",
    /A、B 对调/,
  ],
  [
    "two devices at one address",
    async ({ document }) =>
      slaves(document, (request) => (request[0] === 2 ? sound(request).slice(0, -1) : sound(request)), [1, 2]),
    "bus-clash",
    /断开其中一个/,
  ],
  [
    "a bus without its terminators",
    async ({ document }) => slaves(document, (request) => sound(request).slice(0, -1), [1, 2]),
    "bus-termination",
    /120 Ω/,
  ],
  [
    "a sensor of another model",
    async ({ document }) =>
      slaves(document, (request) => withCrc(Uint8Array.of(request[0] ?? 0, (request[1] ?? 0) | 0x80, 2)), [1]),
    "sensor-exception",
    /核对型号/,
  ],
];

function hub(document: Record<string, unknown>, url: string): void {
  document.hub = { url };
}
function serial(document: Record<string, unknown>, path: string): void {
  document.links = [{ id: "bus-a", kind: "serial", path }];
}
function ble(document: Record<string, unknown>): void {
  document.links = [...(document.links as object[]), { id: "air", kind: "ble", controller: "hci0" }];
}
function chip(document: Record<string, unknown>): void {
  document.links = [...(document.links as object[]), { id: "pins", kind: "gpiod", chip: "pinctrl-none" }];
}
async function slaves(
  document: Record<string, unknown>,
  reply: (request: Buffer) => Uint8Array | null,
  units: number[],
) {
  document.links = [{ id: "bus-a", kind: "tcp", host: "127.0.0.1", port: await bus(reply), timeoutMs: 400 }];
  document.devices = units.map((unit) => deviceOf(unit));
}
function dataIsAFile(folder: string): void {
  put(folder, "aside", "");
  writeFileSync(join(folder, "data-file"), "");
}

describe("lilong-agent doctor", { timeout: 60_000 }, () => {
  it("finds nothing wrong where nothing is, and ends well", async () => {
    const { findings, code, complained } = await doctor(await place());
    expect(complained).toBe("");
    expect(findings.filter(({ state }) => state === "fault")).toEqual([]);
    expect(findings.filter(({ check }) => check === "sensor")).toMatchObject([
      { code: "well", subject: "pit-1 · 东昌小区 3号楼 B1" },
    ]);
    // Nobody disciplines the clock of the machine that runs this.
    expect(findings.filter(({ state }) => state === "doubt").map((one) => one.code)).toEqual(
      code === 0 ? [] : ["clock-unsynced"],
    );
  });

  it.each(seeds)("finds %s", async (_, seed, wanted, cure) => {
    const where = await place();
    await seed(where);
    if (wanted === "folder-unwritable") return expectUnwritable(where);
    const { findings, code } = await doctor(where);
    const finding = findings.find((one) => one.code === wanted);
    expect(finding, JSON.stringify(findings.filter(({ state }) => state !== "well"))).toBeDefined();
    expect(finding?.cure?.zh).toMatch(cure);
    expect(finding?.cure?.en).toMatch(/\.$/);
    expect(code).toBe(finding?.state === "fault" ? 2 : code);
  });

  async function expectUnwritable({ folder, machine, document }: Place) {
    const settings = join(folder, "gateway.json");
    writeFileSync(settings, JSON.stringify(document));
    const { findings } = await doctor({ folder: join(folder, "data-file"), machine, document: {} }, [
      "--json",
      "--settings",
      settings,
    ]);
    expect(findings.map(({ code }) => code)).toContain("folder-unwritable");
  }

  it("finds an enrolled gateway well, its agent stopped or running", async () => {
    const where = await place();
    await enrolled(where);
    const uplink = async () => (await doctor(where)).findings.filter(({ check }) => check === "uplink");
    expect(await uplink()).toMatchObject([{ code: "well", state: "well" }]);
    const release = lockFolder(join(where.folder, "data"));
    onTestFinished(release);
    expect(await uplink()).toMatchObject([{ code: "well", state: "well" }]);
  });

  it("asks a running agent and touches nothing of it", async () => {
    const where = await place();
    const release = lockFolder(join(where.folder, "data"));
    onTestFinished(release);
    const { findings } = await doctor(where);
    expect(findings.filter(({ check }) => check === "sensor")).toMatchObject([{ code: "in-use", state: "unknown" }]);
  });

  it("prints what is wrong first, each with its cure", async () => {
    const where = await place();
    await slaves(where.document, () => null, [1]);
    const { said, code } = await doctor(where, ["--language", "zh"]);
    expect(said.split("\n")[0]).toMatch(/^✗ 故障 {2}/);
    expect(said).toMatch(/pit-1 · 东昌小区 3号楼 B1 {2}不应答\n {4}→ 查供电、地址和两根总线。/);
    expect(code).toBe(2);
  });

  it("writes a bundle in which no secret is", async () => {
    const where = await place();
    const secrets = ["231d39c1d7cc1ab1aee224cd096db932", "hunter2", "s3cr3t"];
    where.document.hub = { url: "mqtt://gw:hunter2@127.0.0.1:9" };
    where.document.links = [
      ...(where.document.links as object[]),
      { id: "air", kind: "ble", controller: "tcp:127.0.0.1:9" },
    ];
    where.document.devices = [
      {
        ...deviceOf(1),
        link: "air",
        model: "bthome-leak",
        settings: { address: "54:48:E6:8F:80:A5", key: secrets[0] },
      },
    ];
    put(where.folder, "data/people.json", "s3cr3t");
    const identity = readFileSync(join(where.folder, "data", "identity.json"), "utf8");
    const [, key = ""] = /"key":"([^"]+)"/.exec(identity) ?? [];
    expect(key.length).toBeGreaterThan(20);
    const bundle = join(where.folder, "bundle.tar.gz");
    await doctor(where, ["--json", "--bundle", bundle]);
    const text = gunzipSync(readFileSync(bundle)).toString("utf8");
    for (const name of ["doctor.json", "settings.json", "files.json", "version.json"]) expect(text).toContain(name);
    expect(text).toContain("bthome-leak");
    for (const secret of [...secrets, key]) expect(text).not.toContain(secret);
  });
});
