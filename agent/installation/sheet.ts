/** The acceptance record as a sheet to print, from the signed text alone. */
import { type AcceptanceRecord, fingerprintOf, isSound, type SignedRecord } from "./record.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const safe = (text: unknown) => String(text).replace(/[&<>"']/g, (letter) => escapes[letter] ?? "");

/** Times are those of the place: UTC+8 all over China. */
function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

export function sheetOf(signed: SignedRecord): string {
  const record = JSON.parse(signed.text) as AcceptanceRecord;
  const { gateway, technician, witness, devices } = record;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>验收单 ${safe(gateway.title)}</title><style>body{font:15px/1.5 "PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif;margin:24px;max-width:900px}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}img{max-height:80px}h1{font-size:22px}.fine{color:#444;font-size:13px}
@media(max-width:600px){table,tbody,tr,td{display:block}thead{display:none}tr{margin-bottom:12px}}</style></head><body>
<h1>安装验收单 · ${safe(gateway.title)}</h1>
<p>${safe(gateway.place)} · 网关 ${safe(gateway.id)} · ${timeOf(record.at)}${record.isClockSure ? "" : "（时钟未校准）"} · ${record.isOnline ? "已连平台" : "离线验收"} · 单号 ${safe(record.id)}</p>
<table><thead><tr><th>传感器</th><th>位置</th><th>读数</th><th>报警测试</th></tr></thead><tbody>${devices.map(rowOf).join("")}</tbody></table>
<p>安装人：${safe(technician.name)}<br><img alt="安装人签名" src="${safe(technician.signature)}"></p>
${witness === null ? "" : `<p>见证人：${safe(witness.name)}<br><img alt="见证人签名" src="${safe(witness.signature)}"></p>`}
<p class="fine">网关签名：${isSound(signed) ? "有效" : "无效，内容被改过"} · 网关钥匙指纹 ${safe(fingerprintOf(signed.publicKey))}<br>核对：lilong-agent verify 验收单.json</p>
</body></html>`;
}

function rowOf({
  id,
  model,
  title,
  place,
  address,
  position,
  photo,
  rssi,
  readings,
  proof,
  replaced,
}: AcceptanceRecord["devices"][number]): string {
  const values = readings.map(
    ({ point, value, at }) =>
      `${point.title.zh} ${shown(value)}${point.unit ? ` ${point.unit}` : ""}（${timeOf(at).slice(11)}）`,
  );
  const where =
    position === null
      ? ""
      : `<br>${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)} ±${Math.round(position.accuracyM)} m`;
  const more = [
    rssi === null ? "" : `信号 ${rssi} dBm`,
    photo === null ? "" : `照片 ${photo.slice(0, 12)}`,
    ...replaced.map((one) => `${timeOf(one.at)} 更换，原 ${one.address}`),
  ];
  return `<tr><td>${safe(title.zh)}<br><span class="fine">${safe(id)} · ${safe(model)} · ${safe(address)}</span></td><td>${safe(place)}${where}<br><span class="fine">${safe(more.filter(Boolean).join("；"))}</span></td><td>${values.map(safe).join("<br>")}</td><td>${proof === null ? "" : proofText(proof)}</td></tr>`;
}

function shown(value: unknown): string {
  if (typeof value === "number") return String(Math.round(value * 1000) / 1000);
  return value === true ? "是" : value === false ? "否" : String(value);
}

function proofText({
  how,
  by,
  raisedAt,
  journaledMs,
  hubMs,
  clearedAt,
}: NonNullable<AcceptanceRecord["devices"][number]["proof"]>): string {
  const lines = [
    how === "alarm" ? "真实触发" : "模拟演练",
    raisedAt === null ? "没有报警" : `报警 ${timeOf(raisedAt)}`,
    journaledMs === null ? "" : `落盘 ${journaledMs.toFixed(1)} 毫秒`,
    hubMs === null ? "平台未确认（离线）" : `平台确认 ${Math.round(hubMs)} 毫秒`,
    clearedAt === null ? "" : `恢复 ${timeOf(clearedAt)}`,
    by,
  ];
  return lines.filter(Boolean).map(safe).join("<br>");
}
