/** The adapter to the district as the rulebook names it now; opened once for each version. */
import { readDistrict } from "../rulebook/district.ts";
import { adapters, type District } from "./adapters.ts";
import type { Identity } from "./https-json/identity.ts";
import type { DistrictOptions } from "./options.ts";

export type Ports = {
  /** Null while none is connected. */
  now(): Promise<District | null>;
  close(): void;
};

export function openPorts({ store, clock }: Pick<DistrictOptions, "store" | "clock">, identity: Identity): Ports {
  let known: { version: number; district: District | null } | null = null;
  return {
    async now() {
      const { version, book } = await store.read(readDistrict);
      if (known?.version === version) return known.district;
      known?.district?.close();
      const isOn = book.state === "on" && book.card !== undefined;
      const district = isOn
        ? adapters[book.adapter](book.card as NonNullable<typeof book.card>, identity, clock)
        : null;
      known = { version, district };
      return district;
    },
    close: () => known?.district?.close(),
  };
}
