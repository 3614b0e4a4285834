/** Which model the usual Zigbee sensors are, by the model number that Zigbee2MQTT shows. */
import type { Product } from "../../store/connectors.ts";

/** Believed from memory of Zigbee2MQTT's list of supported devices, not read off it: a connector's own products come before. */
const byModel: Readonly<Record<string, readonly string[]>> = {
  "zigbee-smoke": ["JTYJ-GD-01LM/BW", "HS1SA", "HS1SA-M", "SMSZB-120", "TS0205", "SD8SC_00.00.03.12TC"],
  "zigbee-smoke-aqara": ["JY-GZ-01AQ", "JY-GZ-03AQ"],
  "zigbee-leak": ["SJCGQ11LM", "SJCGQ12LM", "SJCGQ13LM", "HS1WL", "TS0207_water_leak_detector", "SNZB-05P", "E2202"],
  "zigbee-door": [
    "MCCGQ01LM",
    "MCCGQ11LM",
    "MCCGQ12LM",
    "MCCGQ14LM",
    "SNZB-04",
    "SNZB-04P",
    "TS0203",
    "HS1DS",
    "E2013",
  ],
  "zigbee-gas": ["JTQJ-BF-01LM/BW", "JT-BZ-01AQ/A", "HS1CG", "HS1CG-M", "TS0204"],
  "zigbee-th": ["WSDCGQ01LM", "WSDCGQ11LM", "WSDCGQ12LM", "SNZB-02", "SNZB-02D", "SNZB-02P", "TS0201", "E2112"],
};

export const products: readonly Product[] = Object.entries(byModel).flatMap(([model, names]) =>
  names.map((product) => ({ product, model })),
);
