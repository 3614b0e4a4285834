/** The serial ports of this machine, by the name that stays. */
import { readdir, readlink } from "node:fs/promises";
import { basename, join } from "node:path";

export type Port = { path: string; what: string };

const byId = "/dev/serial/by-id";

/** [systemd 60-serial.rules] by-id names hold maker, model and serial number. */
export async function listPorts(): Promise<Port[]> {
  const names = await readdir(byId).catch(() => []);
  const stable = await Promise.all(
    names.map(async (name) => ({
      path: join(byId, name),
      what: basename(await readlink(join(byId, name)).catch(() => "")),
    })),
  );
  const own = (await readdir("/dev").catch(() => [])).filter((name) => /^tty(AMA|S)\d+$|^serial\d+$/.test(name));
  const builtIn = own
    .filter((name) => /^ttyAMA|^serial/.test(name))
    .map((name) => ({ path: `/dev/${name}`, what: name }));
  return [...stable, ...builtIn];
}
