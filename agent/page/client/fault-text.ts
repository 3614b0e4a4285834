/** What went wrong, in the reader's words: the fault by its code, the field by its name, the reason by what was said of it. */

import table from "./fault-words.json" with { type: "json" };

type Pair = { zh: string; en: string };
type Words = Record<string, { zh: string[]; en: string[] }>;

export type Language = "zh" | "en";

export const faultWords: Words = table;

/** The last parts of `/devices/1/settings/key` and the like, and of the page's own forms. */
export const fieldWords: Record<string, Pair> = {
  title: { zh: "名称", en: "the name" },
  place: { zh: "位置", en: "the place" },
  name: { zh: "姓名", en: "the name" },
  pin: { zh: "密码", en: "the PIN" },
  text: { zh: "内容", en: "what you write" },
  reason: { zh: "原因", en: "the reason" },
  severity: { zh: "多急", en: "how urgent" },
  minutes: { zh: "时长", en: "how long" },
  hub: { zh: "平台地址", en: "the hub's address" },
  code: { zh: "注册码", en: "the code" },
  link: { zh: "从哪里找", en: "where to look" },
  path: { zh: "串口", en: "the port" },
  host: { zh: "转换器地址", en: "the converter's address" },
  port: { zh: "端口", en: "the port number" },
  controller: { zh: "蓝牙适配器", en: "the Bluetooth adapter" },
  chip: { zh: "GPIO 芯片", en: "the GPIO chip" },
  baudRate: { zh: "波特率", en: "the baud rate" },
  mostUnits: { zh: "最大地址", en: "the highest address" },
  model: { zh: "型号", en: "the model" },
  key: { zh: "密钥", en: "the key" },
  unit: { zh: "地址", en: "the bus address" },
  address: { zh: "地址", en: "the address" },
  "settings/pin": { zh: "引脚", en: "the pin" },
  settings: { zh: "传感器的设置", en: "the sensor's settings" },
  id: { zh: "编号", en: "the id" },
  position: { zh: "坐标", en: "the position" },
  latitude: { zh: "纬度", en: "the latitude" },
  longitude: { zh: "经度", en: "the longitude" },
  signature: { zh: "安装人签名", en: "the technician's signature" },
  witness: { zh: "见证人姓名", en: "the witness's name" },
  witnessSignature: { zh: "见证人签名", en: "the witness's signature" },
  devices: { zh: "传感器", en: "the sensors" },
};

/** The first that fits says why. `$1` is what was found in the place of the first bracket. */
const reasons: [RegExp, Pair][] = [
  [/must be signed/, { zh: "还没有签，用手指在框里写名字", en: "is missing: sign in the box with a finger" }],
  [/must be 1 to (\d+) characters/, { zh: "没有填，或者超过 $1 个字", en: "is empty, or longer than $1 characters" }],
  [/must be 4 to 8 digits/, { zh: "要 4 到 8 位数字", en: "must be 4 to 8 digits" }],
  [
    /is the last who may install/,
    { zh: "是最后一个技术员，先加别的技术员", en: "is the last technician; add another first" },
  ],
  [/is taken|is already that of/, { zh: "已经被别的传感器用了", en: "is taken by another sensor" }],
  [/is not http/, { zh: "要写成 http://地址:端口", en: "must be http://host:port" }],
  [/has 16 letters/, { zh: "要 16 位字母和数字", en: "has 16 letters and digits" }],
  [/key .*pattern|pattern "\^\[0-9a-f\]\{(\d+)\}/, { zh: "要 32 位，只有数字和 a–f", en: "has 32 digits 0–9 and a–f" }],
  [/is none of serial|must be a line|kind must be/, lineReason()],
  [/a search is running/, { zh: "正在找，等这一次找完", en: "a search is running; wait for its end" }],
  [/is not one of the catalogue/, { zh: "不在列表里，重新选", en: "is not on the list" }],
  [/lacks its reading/, { zh: "还有没读到数的", en: "one was never read" }],
  [/lacks its proof/, { zh: "还有没做报警测试的", en: "one was never proved" }],
  [/there are none/, { zh: "一个也没有装", en: "there are none" }],
  [/cannot (hang|share)|needs either/, { zh: "和这条线不配：换一条线", en: "does not fit this line: use another" }],
  [/must be (<=|>=|<|>) (-?[\d.]+)/, { zh: "数值太大或太小", en: "is too large or too small" }],
  [/required propert|must have/, { zh: "没有填全", en: "is not complete" }],
];

function lineReason(): Pair {
  return {
    zh: "要写成 serial:/dev/ttyUSB0、tcp:地址:端口 或 ble",
    en: "must be serial:/dev/ttyUSB0, tcp:host:port or ble",
  };
}

/** What a machine says of a line that does not open. */
const lineReasons: [RegExp, Pair][] = [
  [/ECONNREFUSED/, { zh: "对方拒绝连接：查转换器的地址和端口", en: "refused: check the converter's address and port" }],
  [
    /ETIMEDOUT|did not open|EHOSTUNREACH|ENETUNREACH/,
    { zh: "对方没有反应：查电源、网线和地址", en: "no answer: check power, cable and address" },
  ],
  [/ENOTFOUND|EAI_AGAIN/, { zh: "找不到这个地址：名字写错了，或没有 DNS", en: "no such host" }],
  [
    /no such file|ENOENT|cannot open/i,
    {
      zh: "没有这个串口：插紧适配器，从列表里重新选",
      en: "no such port: plug the adapter in and choose it from the list",
    },
  ],
  [
    /permission|EACCES/i,
    { zh: "没有权限打开：把网关用户加进 dialout 组", en: "not allowed: add the agent's user to the group dialout" },
  ],
  [/busy|locked|EBUSY/i, { zh: "别的程序正在用这个口", en: "another program uses it" }],
  [
    /bluetooth|ble|hci|adapter|noble/i,
    {
      zh: "没有蓝牙适配器，或者被关掉了：插上 USB 蓝牙，再做一次网关体检",
      en: "there is no Bluetooth adapter, or it is off: plug one in and run the doctor",
    },
  ],
];

/** A sentence for a person: what, why, and what to do. */
export function faultText(language: Language, code: string, detail: string): string {
  const pick = (pair: Pair): string => pair[language];
  const reasonAmong = (known: [RegExp, Pair][]) => reasonOf(language, known, detail);
  const words = faultWords[code];
  const tries = /(\d+) tries left/.exec(detail);
  if (tries)
    return pick({
      zh: `密码不对，还能试 ${tries[1]} 次。忘了请找站长重置。`,
      en: `Wrong PIN, ${tries[1]} tries left. If you forgot it ask the station head.`,
    });
  const minutes = /(\d+) minutes left/.exec(detail);
  if (minutes)
    return pick({
      zh: `密码错了太多次，${minutes[1]} 分钟后再试。忘了请找站长重置。`,
      en: `Too many wrong PINs; try again in ${minutes[1]} minutes.`,
    });
  if (code === "SIGN_IN_REFUSED" && /is no technician/.test(detail))
    return pick({
      zh: "只有技术员能做这一步。请用技术员的姓名登录。",
      en: "Only a technician may do this. Sign in as one.",
    });
  if (words === undefined)
    return pick({
      zh: `没办成（${code}）。再试一次；还不行请告诉维护人员。`,
      en: `Not done (${code}). Try again; if it stays tell the technician.`,
    });
  const [what = "", cure = ""] = words[language];
  const why =
    code === "INPUT_INVALID" || code === "SETTING_INVALID"
      ? fieldReason(language, detail)
      : code === "LINK_DOWN"
        ? reasonAmong(lineReasons)
        : "";
  if (code === "ENROLMENT_REFUSED" && reasonAmong(reasons) !== "")
    return pick({ zh: `注册码不对：${reasonAmong(reasons)}。`, en: `The code ${reasonAmong(reasons)}.` });
  if (why !== "") return pick({ zh: `没办成：${why}。`, en: `Not done: ${why}.` });
  return pick({ zh: `${what}。${cure}`, en: `${capital(what)}. ${cure}` });
}

/** A word for the badge of a device. */
export function faultBadge(language: Language, code: string): string {
  const words = faultWords[code];
  return words === undefined ? code : words[language][0] || code;
}

export function faultCure(language: Language, code: string): string {
  const words = faultWords[code];
  return words === undefined ? "" : words[language][1] || "";
}

function fieldReason(language: Language, detail: string): string {
  const pick = (pair: Pair): string => pair[language];
  const parts = ((/^\/([A-Za-z0-9/_-]+)/.exec(detail) || ["", ""])[1] || "").split("/");
  const name = nameOf(parts, language);
  const reason = reasonOf(language, reasons, detail);
  if (name === "") return reason;
  return reason === ""
    ? pick({ zh: `${name}不对`, en: `${name} is not right` })
    : `${name}${pick({ zh: "：", en: " " })}${reason}`;
}

/** The deepest part that has a name; a sensor's `pin` is not a person's. */
function nameOf(parts: readonly string[], language: Language): string {
  const known = Object.keys(fieldWords);
  for (let at = parts.length - 1; at >= 0; at--) {
    const names = [`${parts[at - 1]}/${parts[at]}`, String(parts[at])];
    for (const name of names) if (known.indexOf(name) >= 0) return (fieldWords[name] as Pair)[language];
  }
  return "";
}

function reasonOf(language: Language, known: [RegExp, Pair][], detail: string): string {
  for (const [pattern, words] of known) {
    const match = pattern.exec(detail);
    if (match) return words[language].replace("$1", match[1] || "");
  }
  return "";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
