/** The uplink of a gateway that no hub was named to yet: records wait in the journal. */
import type { Uplink } from "./uplink.ts";

export const noUplink: Uplink = {
  register: () => undefined,
  report: () => undefined,
  done: () => undefined,
  isOnline: () => false,
  close: async () => undefined,
};
