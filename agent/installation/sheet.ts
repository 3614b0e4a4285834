/** The acceptance record as a sheet to print, from the signed text alone; photos lie beside it. */
import { type AcceptanceRecord, fingerprintOf, isSound, type SignedRecord } from "./record.ts";
import type { RecordedDevice } from "./recorded.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const safe = (text: unknown) => String(text).replace(/[&<>"']/g, (letter) => escapes[letter] ?? "");

/** Times are those of the place: UTC+8 all over China. */
function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

const style = `body{font:15px/1.5 "PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif;margin:24px;max-width:900px;color:#1d2129}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:6px;text-align:left;vertical-align:top;word-break:break-word;overflow-wrap:anywhere}
img.name{max-height:80px;max-width:100%}img.photo{max-height:160px;max-width:100%;display:block;margin-top:6px}h1{font-size:22px}.fine{color:#444;font-size:13px}
.ways a{display:inline-block;min-height:48px;line-height:48px;margin-right:16px}
@media(max-width:600px){body{margin:12px}table,tbody,tr,td{display:block}thead{display:none}tr{margin-bottom:12px}}
@media print{.ways{display:none}}`;

export function sheetOf(signed: SignedRecord): string {
  const record = JSON.parse(signed.text) as AcceptanceRecord;
  const { id, gateway, technician, witness, devices, at, isClockSure, isOnline } = record;
  const facts = [
    ...[safe(gateway.place), `网关 ${safe(gateway.id)}`, `${timeOf(at)}${isClockSure ? "" : "（时钟未校准）"}`],
    ...[isOnline ? "已连平台" : "离线验收", `单号 ${safe(id)}`],
  ];
  const rows = devices.map(rowOf).join("");
  const key = safe(fingerprintOf(signed.publicKey));
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>验收单 ${safe(gateway.title)}</title><style>${style}</style></head><body>
<p class="ways"><a href="/install">返回安装页</a><a href="/record/${safe(id)}.json">下载签名文件</a></p>
<h1>安装验收单 · ${safe(gateway.title)}</h1>
<p>${facts.join(" · ")}</p>
<table><thead><tr><th>传感器</th><th>位置</th><th>读数</th><th>报警测试</th></tr></thead><tbody>${rows}</tbody></table>
<p>安装人：${safe(technician.name)}<br><img class="name" alt="安装人签名" src="${safe(technician.signature)}"></p>
${witness === null ? "" : `<p>见证人：${safe(witness.name)}<br><img class="name" alt="见证人签名" src="${safe(witness.signature)}"></p>`}
<p class="fine">网关签名：${isSound(signed) ? "有效" : "无效，内容被改过"} · 网关钥匙指纹 ${key}<br>核对签名：下载签名文件，运行 lilong-agent verify ${safe(id)}.json</p>
</body></html>`;
}

function rowOf(device: RecordedDevice): string {
  const { id, model, title, place, readings, proof } = device;
  const name = `${safe(title.zh)}<br><span class="fine">${[id, model, addressOf(device.address)].map(safe).join(" · ")}</span>`;
  const where = `${safe(place)}${spotOf(device)}<br><span class="fine">${safe(moreOf(device))}</span>${photoOf(device)}`;
  const values = readings.map(readingOf).map(safe).join("<br>");
  return `<tr><td>${name}</td><td>${where}</td><td>${values}</td><td>${proof === null ? "" : proofText(proof)}</td></tr>`;
}

/** What drivers call an address, in the words of the sheet. */
const addresses: readonly [RegExp, string][] = [
  [/^unit (\d+), channel (\d+)$/, "地址 $1 第 $2 路"],
  [/^(?:unit|address) (\S+)$/, "地址 $1"],
  [/^pin (\S+)$/, "引脚 $1"],
  [/^station (\S+)$/, "测站 $1"],
  [/^source (\S+)$/, "源地址 $1"],
  [/^the whole line$/, "整条线"],
];

function addressOf(address: string): string {
  const known = addresses.find(([pattern]) => pattern.test(address));
  return known === undefined ? address : address.replace(...known);
}

function spotOf({ position }: RecordedDevice): string {
  if (position === null) return "";
  const { latitude, longitude, accuracyM } = position;
  return `<br>${latitude.toFixed(5)}, ${longitude.toFixed(5)} ±${Math.round(accuracyM)} 米`;
}

function moreOf({ rssi, photo, replaced }: RecordedDevice): string {
  const more = [
    rssi === null ? "" : `信号 ${rssi} dBm`,
    ...replaced.map((one) => `${timeOf(one.at)} ${one.by} 更换，原 ${addressOf(one.address)}`),
    photo === null ? "" : `照片指纹 ${photo.slice(0, 12)}`,
  ];
  return more.filter(Boolean).join("；");
}

/** The hash names the bytes that were signed for. */
function photoOf({ photo, title }: RecordedDevice): string {
  if (photo === null) return "";
  return `<img class="photo" alt="${safe(title.zh)}的照片" src="/record/${safe(photo)}.photo">`;
}

function readingOf({ point, value, at }: RecordedDevice["readings"][number]): string {
  const unit = point.unit === undefined || point.unit === "1" ? "" : ` ${point.unit === "Cel" ? "°C" : point.unit}`;
  const text =
    typeof value === "number"
      ? `${Math.round(value * 1000) / 1000}${unit}`
      : typeof value === "boolean"
        ? (point.states?.[value ? "true" : "false"].zh ?? (value ? "是" : "否"))
        : value;
  return `${point.title.zh} ${text}（${timeOf(at).slice(11)}）`;
}

function proofText({ how, by, raisedAt, journaledMs, hubMs, clearedAt }: NonNullable<RecordedDevice["proof"]>): string {
  const lines = [
    how === "alarm" ? "真实触发" : "模拟演练",
    raisedAt === null ? "没有报警" : `报警 ${timeOf(raisedAt)}`,
    journaledMs === null ? "" : `落盘 ${journaledMs.toFixed(1)} 毫秒`,
    hubMs === null ? "签字时平台还没确认" : `平台确认 ${Math.round(hubMs)} 毫秒`,
    clearedAt === null ? "" : `恢复 ${timeOf(clearedAt)}`,
    `做测试的人 ${by}`,
  ];
  return lines.filter(Boolean).map(safe).join("<br>");
}
