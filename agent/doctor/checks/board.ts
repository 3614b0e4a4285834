/** The board itself: disk, card, memory, heat, supply, clock. */
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

const megabyte = 1024 * 1024;
/** The journal keeps 2 MiB back; below this the next updates and logs fail first. */
const leastFreeMb = 100;
const lowFreeMb = 500;
/** A gateway of ours needs 80 MB; Linux begins to kill well before zero. */
const leastMemoryMb = 64;
/** [Raspberry Pi documentation, frequency management] throttling begins at 80 °C. */
const mostCelsius = 80;
/** The project's first release. */
const earliest = Date.parse("2024-01-01T00:00:00Z");

const well = (check: string, subject: string, detail = ""): Finding => ({
  ...{ check, subject, code: "well" },
  facts: { detail: detail === "" ? "" : ` · ${detail}` },
});

export async function checkBoard(machine: Machine, folder: string): Promise<Finding[]> {
  const parts = await Promise.all([
    checkClock(machine),
    checkRoom(machine, folder),
    checkMounts(machine),
    checkErrors(machine),
    checkCards(machine),
    checkMemory(machine),
    checkHeat(machine),
    checkSupply(machine),
  ]);
  return parts.flat();
}

async function checkClock(machine: Machine): Promise<Finding[]> {
  const date = new Date(machine.now()).toISOString().slice(0, 16).replace("T", " ");
  if (machine.now() < earliest) return [{ check: "clock", subject: "date", code: "clock-unset", facts: { date } }];
  if (!(await machine.isSynced())) return [{ check: "clock", subject: "NTP", code: "clock-unsynced", facts: {} }];
  return [well("clock", "NTP", date)];
}

async function checkRoom(machine: Machine, folder: string): Promise<Finding[]> {
  const bytes = await machine.freeBytes(folder).catch(() => null);
  if (bytes === null) return [];
  const facts = { freeMb: Math.floor(bytes / megabyte) };
  const code = facts.freeMb < leastFreeMb ? "disk-full" : facts.freeMb < lowFreeMb ? "disk-low" : null;
  return [code === null ? well("disk", "room", `${facts.freeMb} MB`) : { check: "disk", subject: "room", code, facts }];
}

/** [proc_mounts(5)] device, mount point, type, options. */
async function checkMounts(machine: Machine): Promise<Finding[]> {
  const lines = ((await machine.text("/proc/mounts")) ?? "").split("\n").map((line) => line.split(" "));
  return lines.flatMap(([device = "", mount = "", , options = ""]) =>
    device.startsWith("/dev/") && mount === "/" && options.split(",").includes("ro")
      ? [{ check: "disk", subject: mount, code: "disk-readonly" as const, facts: { mount } }]
      : [],
  );
}

/** [kernel ext4 sysfs] errors_count: how often the file system found itself damaged. */
async function checkErrors(machine: Machine): Promise<Finding[]> {
  const devices = (await machine.names("/sys/fs/ext4")).filter((name) => name !== "features");
  const counts = await Promise.all(
    devices.map(async (device) => Number((await machine.text(`/sys/fs/ext4/${device}/errors_count`)) ?? 0)),
  );
  return devices.flatMap((device, i) => {
    const count = counts[i] ?? 0;
    return count > 0
      ? [{ check: "disk", subject: device, code: "disk-errors" as const, facts: { device, count } }]
      : [];
  });
}

/** [JESD84-B51 §7.4.74] life time estimation: 0x01 is 0–10 % used … 0x0a 90–100 %, 0x0b beyond. */
async function checkCards(machine: Machine): Promise<Finding[]> {
  const cards = (await machine.names("/sys/block")).filter((name) => /^mmcblk\d+$/.test(name));
  const found = await Promise.all(
    cards.map(async (card): Promise<Finding[]> => {
      const text = await machine.text(`/sys/block/${card}/device/life_time`);
      if (text === null) return [];
      const percent = Math.max(...text.trim().split(/\s+/).map(Number)) * 10;
      const code = percent >= 90 ? "card-worn" : percent >= 70 ? "card-wearing" : null;
      if (code === null) return [well("card", card, `${percent} %`)];
      return [{ check: "card", subject: card, code, facts: { percent } }];
    }),
  );
  return found.flat();
}

async function checkMemory(machine: Machine): Promise<Finding[]> {
  const [, kilobytes] = /MemAvailable:\s+(\d+) kB/.exec((await machine.text("/proc/meminfo")) ?? "") ?? [];
  if (kilobytes === undefined) return [];
  const freeMb = Math.floor(Number(kilobytes) / 1024);
  if (freeMb >= leastMemoryMb) return [well("memory", "RAM", `${freeMb} MB`)];
  return [{ check: "memory", subject: "RAM", code: "memory-low", facts: { freeMb } }];
}

async function checkHeat(machine: Machine): Promise<Finding[]> {
  const zones = (await machine.names("/sys/class/thermal")).filter((name) => name.startsWith("thermal_zone"));
  const readings = await Promise.all(zones.map((zone) => machine.text(`/sys/class/thermal/${zone}/temp`)));
  const celsius = Math.max(...readings.flatMap((text) => (text === null ? [] : [Math.round(Number(text) / 1000)])));
  if (!Number.isFinite(celsius)) return [];
  if (celsius < mostCelsius) return [well("heat", "CPU", `${celsius} °C`)];
  return [{ check: "heat", subject: "CPU", code: "too-hot", facts: { celsius } }];
}

/** [Raspberry Pi documentation, get_throttled] bit 0: under-voltage now, bit 16: since the start. */
async function checkSupply(machine: Machine): Promise<Finding[]> {
  const text = await machine.text("/sys/devices/platform/soc/soc:firmware/get_throttled");
  if (text === null) return [];
  const bits = Number.parseInt(text.trim(), 16);
  if ((bits & 1) !== 0) return [{ check: "supply", subject: "5 V", code: "under-voltage", facts: {} }];
  if ((bits & 0x1_0000) !== 0) return [{ check: "supply", subject: "5 V", code: "was-under-voltage", facts: {} }];
  return [well("supply", "5 V")];
}
