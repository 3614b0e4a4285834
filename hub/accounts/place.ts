/** Where a request comes from, as a session remembers it: one host by IPv4, one line by IPv6. */
import { isIPv6 } from "node:net";

/** [RFC 4291 §2.5.4, RFC 8981] A phone changes the lower half of its IPv6 address every day; the /64 stays that of its line. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const line = groupsOf(address).slice(0, 4);
  return `${line.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** Of an address, with the zeros that `::` stands for. */
function groupsOf(address: string): string[] {
  const [front = "", back] = address.split("::");
  const split = (text: string) => text.split(":").filter((group) => group !== "");
  if (back === undefined) return split(front);
  const [before, after] = [split(front), split(back)];
  return [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
}
