/** Every platform by its name: the table a connector's `platform` is looked up in. */
import ctwing from "./ctwing/platform.ts";
import direct from "./direct/platform.ts";
import gbt26875 from "./gbt26875/platform.ts";
import type { Platform } from "./kit/platform.ts";
import sl651 from "./sl651/platform.ts";

const all = [ctwing, direct, gbt26875, sl651] as unknown as Platform[];

export const platforms: ReadonlyMap<string, Platform> = new Map(all.map((platform) => [platform.name, platform]));
