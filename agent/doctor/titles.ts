/** What the doctor looked at, as a person calls it; ids, paths and places stay as they are. */
import type { Bilingual } from "../../core/point.ts";
import type { Finding } from "./finding.ts";

/** `check` of every finding. */
export const checkTitles: Readonly<Record<string, Bilingual>> = {
  settings: { zh: "设置", en: "settings" },
  clock: { zh: "时钟", en: "clock" },
  disk: { zh: "存储", en: "disk" },
  card: { zh: "存储卡寿命", en: "card wear" },
  memory: { zh: "内存", en: "memory" },
  heat: { zh: "温度", en: "heat" },
  supply: { zh: "供电", en: "supply" },
  port: { zh: "串口", en: "port" },
  converter: { zh: "转换器", en: "converter" },
  adapter: { zh: "蓝牙适配器", en: "BLE adapter" },
  pins: { zh: "引脚", en: "pins" },
  bus: { zh: "总线", en: "bus" },
  uplink: { zh: "平台连接", en: "uplink" },
  journal: { zh: "记录", en: "journal" },
  sensor: { zh: "传感器", en: "sensor" },
};

const subjects: Readonly<Record<string, Bilingual>> = {
  NTP: { zh: "网络校时", en: "NTP" },
  date: { zh: "日期", en: "date" },
  room: { zh: "剩余空间", en: "room" },
  RAM: { zh: "可用", en: "free" },
  CPU: { zh: "处理器", en: "CPU" },
  "5 V": { zh: "5 V 电源", en: "5 V" },
  hub: { zh: "街道平台", en: "hub" },
  certificate: { zh: "证书", en: "certificate" },
};

export function titleOf({ check, subject }: Pick<Finding, "check" | "subject">): Bilingual {
  const known = Object.hasOwn(checkTitles, check) ? checkTitles[check] : undefined;
  const what = known ?? { zh: check, en: check };
  const which = (Object.hasOwn(subjects, subject) ? subjects[subject] : undefined) ?? { zh: subject, en: subject };
  return { zh: `${what.zh} · ${which.zh}`, en: `${what.en} · ${which.en}` };
}
