/** What machine a figure comes from. */
import { cpus, loadavg, release } from "node:os";

export function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`;
}

/** Processes that ran or waited to, over the last minute: what else the machine did before a bench began. */
export function load(): number {
  return Math.round((loadavg()[0] as number) * 100) / 100;
}
