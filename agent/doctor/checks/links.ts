/** What carries bytes: ports and who may open them, BLE adapters, GPIO chips. */
import { chipByLabel } from "../../links/gpio/gpiod-tools.ts";
import type { LinkSettings } from "../../settings/settings.ts";
import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

type Kind<Name extends LinkSettings["kind"]> = Extract<LinkSettings, { kind: Name }>;

export function checkLinks(machine: Machine, links: readonly LinkSettings[]): Promise<Finding[]> {
  return Promise.all(links.map((link) => checkLink(machine, link))).then((all) => all.flat());
}

async function checkLink(machine: Machine, link: LinkSettings): Promise<Finding[]> {
  if (link.kind === "serial") return checkPort(machine, link.id, link.path);
  if (link.kind === "firmata" && link.path !== undefined) return checkPort(machine, link.id, link.path);
  if (link.kind === "ble") return checkAdapter(machine, link);
  return link.kind === "gpiod" ? checkChip(machine, link) : [];
}

async function checkPort(machine: Machine, subject: string, path: string): Promise<Finding[]> {
  const found = (code: Finding["code"]): Finding[] => [{ check: "port", subject, code, facts: { path } }];
  if (!(await machine.exists(path))) return found("port-missing");
  if (!(await machine.mayUse(path))) return found("port-forbidden");
  if (/^\/dev\/tty(USB|ACM)\d+$/.test(path)) return found("port-unstable");
  return [{ check: "port", subject, code: "well", facts: { detail: ` · ${path}` } }];
}

/** [kernel sysfs] /sys/class/bluetooth/hci0, with its rfkill switch below. */
async function checkAdapter(machine: Machine, { id, controller }: Kind<"ble">): Promise<Finding[]> {
  if (controller.startsWith("tcp:")) return [];
  const home = `/sys/class/bluetooth/${controller}`;
  const found = (code: Finding["code"]): Finding[] => [{ check: "adapter", subject: id, code, facts: { controller } }];
  if (!(await machine.exists(home))) return found("ble-missing");
  const switches = (await machine.names(home)).filter((name) => name.startsWith("rfkill"));
  const blocked = await Promise.all(
    switches.flatMap((name) => ["soft", "hard"].map((kind) => machine.text(`${home}/${name}/${kind}`))),
  );
  if (blocked.some((text) => text?.trim() === "1")) return found("ble-blocked");
  return [{ check: "adapter", subject: id, code: "well", facts: { detail: ` · ${controller}` } }];
}

async function checkChip(machine: Machine, { id, chip }: Kind<"gpiod">): Promise<Finding[]> {
  const found = await chipByLabel(chip).catch(() => null);
  if (found === null) return [{ check: "pins", subject: id, code: "chip-missing", facts: { chip } }];
  const path = `/dev/${found.name}`;
  if (!(await machine.mayUse(path))) return [{ check: "pins", subject: id, code: "chip-forbidden", facts: { path } }];
  return [{ check: "pins", subject: id, code: "well", facts: { detail: ` · ${path}` } }];
}
