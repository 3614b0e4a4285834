/** Every driver by its name, the table a model's `driver` is looked up in. */
import type { Driver } from "./kit/driver.ts";
import modbus from "./modbus/driver.ts";

export const drivers: ReadonlyMap<string, Driver> = new Map([modbus as Driver].map((driver) => [driver.name, driver]));
