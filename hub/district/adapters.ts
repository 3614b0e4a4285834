/** The ways a district centre can be spoken to; the rulebook's table `district` names one. */
import type { DistrictBook, DistrictCard } from "../rulebook/district.ts";
import type { CasePort } from "./case-port.ts";
import type { Identity } from "./https-json/identity.ts";
import { openPort } from "./https-json/port.ts";
import type { InventoryPort } from "./inventory-port.ts";

export type District = { inventory: InventoryPort; cases: CasePort; close(): void };

/** Opens nothing until it is asked something. */
export type OpenDistrict = (card: DistrictCard, identity: Identity, clock: () => number) => District;

export const adapters: Record<DistrictBook["adapter"], OpenDistrict> = { "https-json": openPort };
