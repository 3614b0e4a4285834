/** An advertisement of a BLE device, as its link hands it over. */

export type Advert = {
  /** Upper case with colons: `54:48:E6:8F:80:A5`. */
  address: string;
  /** dBm. */
  rssi: number;
  /** Local name, where it tells one. */
  name?: string;
  /** By UUID in lower-case hex without dashes: 4 digits, or 32. */
  serviceData: readonly { uuid: string; data: Uint8Array }[];
  /** Company identifier [Bluetooth Assigned Numbers] and what follows it. */
  manufacturer?: { company: number; data: Uint8Array };
};

/** Adverts of one address; all, while somebody looks for sensors; or of any address that carry data of a company beginning with `prefix`. */
export type AdvertFilter = { address: string } | { company: number; prefix: Uint8Array } | { any: true };

export function passes(filter: AdvertFilter, { address, manufacturer }: Advert): boolean {
  if ("any" in filter) return true;
  if ("address" in filter) return filter.address === address;
  if (manufacturer?.company !== filter.company) return false;
  return filter.prefix.every((byte, i) => manufacturer.data[i] === byte);
}
