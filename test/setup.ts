/** Sets up what the tests need beyond npm: Debian packages, and the third-party Modbus slave built from its C source. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { slavePath } from "./rig/paths.ts";

/** A package is there when its file is. */
const needed: Record<string, string> = {
  gcc: "/usr/bin/gcc",
  socat: "/usr/bin/socat",
  "libmodbus-dev": "/usr/include/modbus/modbus.h",
  mosquitto: "/usr/sbin/mosquitto",
  faketime: "/usr/bin/faketime",
  nftables: "/usr/sbin/nft",
  iproute2: "/usr/sbin/ip",
  chromium: "/usr/bin/chromium",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};

const missing = Object.keys(needed).filter((name) => !existsSync(needed[name] as string));
if (missing.length > 0) install(missing);
buildSlave();

function install(names: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    fail(`the tests need ${names.join(", ")}; as root: apt-get install -y --no-install-recommends ${names.join(" ")}`);
  process.stdout.write(`test setup: installing ${names.join(", ")}\n`);
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names]);
  // The package starts a broker on port 1883; the tests start their own.
  if (names.includes("mosquitto") && existsSync("/run/systemd/system"))
    run("systemctl", ["disable", "--now", "mosquitto"]);
  const still = names.filter((name) => !existsSync(needed[name] as string));
  if (still.length > 0) fail(`${still.join(", ")} cannot be installed`);
}

function buildSlave(): void {
  const source = join(import.meta.dirname, "rig", "modbus-slave.c");
  if (existsSync(slavePath) && statSync(slavePath).mtimeMs > statSync(source).mtimeMs) return;
  mkdirSync(join(slavePath, ".."), { recursive: true });
  run("gcc", ["-O2", "-Wall", "-o", slavePath, source, "-lmodbus"]);
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
