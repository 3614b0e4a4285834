/** Every platform by its name: the table a connector's `platform` is looked up in. */
import aliyunIot from "./aliyun-iot/platform.ts";
import chirpstack from "./chirpstack/platform.ts";
import ctwing from "./ctwing/platform.ts";
import direct from "./direct/platform.ts";
import gbt26875 from "./gbt26875/platform.ts";
import homeassistant from "./homeassistant/platform.ts";
import huaweiIotda from "./huawei-iotda/platform.ts";
import huaweiOceanconnect from "./huawei-oceanconnect/platform.ts";
import type { Platform } from "./kit/platform.ts";
import mqttJson from "./mqtt-json/platform.ts";
import onenet from "./onenet/platform.ts";
import sl651 from "./sl651/platform.ts";
import thingsboard from "./thingsboard/platform.ts";
import webhook from "./webhook/platform.ts";
import zigbee2mqtt from "./zigbee2mqtt/platform.ts";

const clouds = [aliyunIot, ctwing, huaweiIotda, huaweiOceanconnect, onenet];
const own = [chirpstack, homeassistant, mqttJson, thingsboard, webhook, zigbee2mqtt];
const themselves = [direct, gbt26875, sl651];
const all = [...clouds, ...own, ...themselves] as unknown as Platform[];

export const platforms: ReadonlyMap<string, Platform> = new Map(all.map((platform) => [platform.name, platform]));
