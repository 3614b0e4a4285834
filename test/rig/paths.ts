/** Where the rig's parts lie. */
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** The libmodbus slave, built by test/setup.ts. */
export const slavePath = join(root, "node_modules", ".cache", "lilong", "modbus-slave");
