/** Every driver by its name, the table a model's `driver` is looked up in. */
import analog from "./analog/driver.ts";
import bthome from "./bthome/driver.ts";
import contact from "./contact/driver.ts";
import eddystone from "./eddystone/driver.ts";
import gbt26875 from "./gbt26875/driver.ts";
import huaqiang from "./huaqiang/driver.ts";
import ibeacon from "./ibeacon/driver.ts";
import type { Driver } from "./kit/driver.ts";
import line from "./line/driver.ts";
import mibeacon from "./mibeacon/driver.ts";
import milesight from "./milesight/driver.ts";
import modbus from "./modbus/driver.ts";
import mopeka from "./mopeka/driver.ts";
import properties from "./properties/driver.ts";
import pulse from "./pulse/driver.ts";
import ruuvi from "./ruuvi/driver.ts";
import sl651 from "./sl651/driver.ts";
import wanlin from "./wanlin/driver.ts";

const all = [
  modbus,
  sl651,
  gbt26875,
  line,
  bthome,
  mibeacon,
  ruuvi,
  ibeacon,
  eddystone,
  mopeka,
  milesight,
  contact,
  analog,
  pulse,
  properties,
  huaqiang,
  wanlin,
] as unknown as Driver[];

export const drivers: ReadonlyMap<string, Driver> = new Map(all.map((driver) => [driver.name, driver]));
