/** Every platform by its name: the table a connector's `platform` is looked up in. */
import chirpstack from "./chirpstack/platform.ts";
import ctwing from "./ctwing/platform.ts";
import homeassistant from "./homeassistant/platform.ts";
import type { Platform } from "./kit/platform.ts";
import mqttJson from "./mqtt-json/platform.ts";
import thingsboard from "./thingsboard/platform.ts";
import webhook from "./webhook/platform.ts";
import zigbee2mqtt from "./zigbee2mqtt/platform.ts";

const all = [chirpstack, ctwing, homeassistant, mqttJson, thingsboard, webhook, zigbee2mqtt] as unknown as Platform[];

export const platforms: ReadonlyMap<string, Platform> = new Map(all.map((platform) => [platform.name, platform]));
