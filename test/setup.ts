/** Sets up what the tests need beyond npm: Debian packages, and the third-party Modbus slave and the AVR simulator built from their C sources, and the firmware it runs. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firmwarePath, simavrPath, slavePath } from "./rig/paths.ts";

/** A package is there when its file is. */
const needed: Record<string, string> = {
  gcc: "/usr/bin/gcc",
  socat: "/usr/bin/socat",
  "libmodbus-dev": "/usr/include/modbus/modbus.h",
  simavr: "/usr/bin/simavr",
  "libsimavr-dev": "/usr/include/simavr/sim_avr.h",
  "libelf-dev": "/usr/include/libelf.h",
  mosquitto: "/usr/sbin/mosquitto",
  "rabbitmq-server": "/usr/lib/rabbitmq/bin/rabbitmq-server",
  "mosquitto-clients": "/usr/bin/mosquitto_pub",
  curl: "/usr/bin/curl",
  faketime: "/usr/bin/faketime",
  nftables: "/usr/sbin/nft",
  iproute2: "/usr/sbin/ip",
  chromium: "/usr/bin/chromium",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};

const missing = Object.keys(needed).filter((name) => !existsSync(needed[name] as string));
if (missing.length > 0) install(missing);
build("modbus-slave.c", slavePath, ["-lmodbus"]);
build("simavr-firmata.c", simavrPath, [
  ...["", "/parts", "/avr"].map((folder) => `-I/usr/include/simavr${folder}`),
  ...["simavr", "simavrparts", "elf", "util", "pthread", "m"].map((library) => `-l${library}`),
]);
fetchFirmware();

function install(names: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    fail(`the tests need ${names.join(", ")}; as root: apt-get install -y --no-install-recommends ${names.join(" ")}`);
  process.stdout.write(`test setup: installing ${names.join(", ")}\n`);
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names]);
  // These packages start brokers of their own; the tests start theirs.
  for (const service of ["mosquitto", "rabbitmq-server"])
    if (names.includes(service) && existsSync("/run/systemd/system")) run("systemctl", ["disable", "--now", service]);
  const still = names.filter((name) => !existsSync(needed[name] as string));
  if (still.length > 0) fail(`${still.join(", ")} cannot be installed`);
}

function build(file: string, target: string, options: readonly string[]): void {
  const source = join(import.meta.dirname, "rig", file);
  if (existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs) return;
  mkdirSync(join(target, ".."), { recursive: true });
  run("gcc", ["-O2", "-w", "-o", target, source, ...options]);
}

/** The compiled firmware lies in the npm package of a flashing tool, which is packed and not installed. */
function fetchFirmware(): void {
  if (existsSync(firmwarePath)) return;
  const folder = mkdtempSync(join(tmpdir(), "lilong-firmware-"));
  run("npm", ["pack", "--silent", "--pack-destination", folder, "avrgirl-arduino@5.0.1"]);
  run("tar", ["-xzf", join(folder, "avrgirl-arduino-5.0.1.tgz"), "-C", folder]);
  copyFileSync(join(folder, "package", "junk", "hex", "uno", "StandardFirmata.cpp.hex"), firmwarePath);
  rmSync(folder, { recursive: true });
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) fail(`${command} ${args.join(" ")} ended with ${status}`);
}

function fail(why: string): never {
  process.stderr.write(`test setup: ${why}\n`);
  process.exit(1);
}
