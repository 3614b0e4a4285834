/** Whether a device is among those asked for. */
import type { Bilingual } from "../../../../core/point.ts";
import type { Known } from "../../use-standings.ts";

export type Wanted = { text: string; standing: string | null; gateway: string | null };

export function matches(
  { device, gateway, standing }: Known,
  wanted: Wanted,
  say: (text: Bilingual) => string,
): boolean {
  if (wanted.standing !== null && wanted.standing !== standing) return false;
  if (wanted.gateway !== null && wanted.gateway !== device.gateway) return false;
  const searched = [device.place, say(device.title), device.id, device.model ?? "", gateway?.title ?? ""];
  const haystack = searched.join(" ").toLowerCase();
  const words = wanted.text.toLowerCase().split(/\s+/);
  return words.every((word) => haystack.includes(word));
}
