/** Where the rig's built parts lie. */
import { join } from "node:path";

/** The libmodbus slave, built by test/setup.ts. */
export const slavePath = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "lilong", "modbus-slave");
