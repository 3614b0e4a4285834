/** What Linux says of a process: its CPU time, its memory, and the bytes it has read. */
import { readFileSync } from "node:fs";

/** A tick of /proc/<pid>/stat; Linux fixes it for user space. */
const tickUs = 10_000;

/** User and system time of all its threads, µs, to 10 ms. */
export function cpuUsOf(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.split(" ").slice(11, 13) ?? [];
  return (Number(user) + Number(system)) * tickUs;
}

/** Memory now, in MB (10^6 bytes): resident, and its share where pages are shared. */
export function memoryOf(pid: number): { rss: number; pss: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
  const megabytes = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]) * 1024) / 1e6;
  return { rss: megabytes("Rss"), pss: megabytes("Pss") };
}

/** Resident memory now, in MB (10^6 bytes), for who asks often. */
export function residentOf(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) * 1024) / 1e6;
}

/** Bytes it has taken by read(2), sockets included where it reads them so. */
export function bytesReadBy(pid: number): number {
  return Number(/^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "latin1"))?.[1]);
}
