/** What machine a figure comes from. */
import { cpus, release } from "node:os";

export function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`;
}
