/** Where the rig's parts lie. */
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

const built = join(root, "node_modules", ".cache", "lilong");

/** The libmodbus slave, built by test/setup.ts. */
export const slavePath = join(built, "modbus-slave");

/** An AVR microcontroller in simulation with its serial port on a pseudo-terminal, built by test/setup.ts. */
export const simavrPath = join(built, "simavr-firmata");

/** StandardFirmata as the Arduino project compiled it for the Uno, fetched by test/setup.ts. */
export const firmwarePath = join(built, "StandardFirmata.hex");
