/** What the gateway and its BLE process say to each other. */
import type { Advert, AdvertFilter } from "../../../drivers/kit/advert.ts";

export type ToScanner = { start: { controller: string; filters: AdvertFilter[] } } | { rescan: true };

export type FromScanner =
  | { advert: Advert }
  /** The controller scans. */
  | { scanning: true }
  /** Every second: how many adverts of whomever were heard since the start, and how many packets were damaged. */
  | { beat: { heard: number; damaged: number } }
  /** The process ends for this reason. */
  | { failed: string };
