/** Every platform by its name: the table a connector's `platform` is looked up in. */
import aliyunIot from "./aliyun-iot/platform.ts";
import ctwing from "./ctwing/platform.ts";
import huaweiIotda from "./huawei-iotda/platform.ts";
import huaweiOceanconnect from "./huawei-oceanconnect/platform.ts";
import type { Platform } from "./kit/platform.ts";
import onenet from "./onenet/platform.ts";

const all = [aliyunIot, ctwing, huaweiIotda, huaweiOceanconnect, onenet] as unknown as Platform[];

export const platforms: ReadonlyMap<string, Platform> = new Map(all.map((platform) => [platform.name, platform]));
