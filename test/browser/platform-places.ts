/** Connectors in every state, with devices and messages, so that their pages have something to be looked at. */
import type { Api } from "../rig/operator.ts";

type Door = { door: { port: number } };

const about = { place: "陆家嘴街道", products: [], quietAfterMs: 3_600_000, state: "on", settings: {} };
const mapping = '{"device": id, "product": "pit", "properties": {"liquid_level": cm}}';
const secret = "a-secret-of-the-pages";

/** Answers the addresses of their pages. */
export async function connectPlatforms(api: Api): Promise<string[]> {
  const put = (id: string, wish: object) => api.put(`/api/connectors/${id}`, { ...about, ...wish });
  const settings = { proof: "header", mapping };
  await put("webhook-1", { platform: "webhook", title: "集水井平台", settings, secrets: { secret } });
  await put("ctwing-1", { platform: "ctwing", title: "电信 NB 烟感", secrets: { token: secret } });
  await put("onenet-1", { platform: "onenet", title: "移动井盖", state: "paused", secrets: { token: secret } });
  const broker = { broker: "mqtt://127.0.0.1:1" };
  await put("zigbee2mqtt-1", { platform: "zigbee2mqtt", title: "老年房 Zigbee", settings: broker });
  const device = {
    way: "https",
    device: "cellar",
    title: "一号井水位",
    place: "东昌小区 3 号楼",
    model: "nb-level-cm",
  };
  await api.post("/api/direct/devices", device);
  await api.post("/api/direct/joinings", { use: "many", hours: 168, most: 20 });
  const { door } = await api.get<Door>("/api/direct");
  await pushAll(`http://127.0.0.1:${door.port}/door/webhook-1`);
  const tabs = ["devices", "messages", "messages&state=refused", "mapping", "setup"];
  return [
    ...["/platforms/new", "/platforms/new?platform=huawei-iotda", "/platforms/webhook-1"],
    ...tabs.map((tab) => `/platforms/webhook-1?tab=${tab}`),
    ...["/platforms/ctwing-1", "/platforms/zigbee2mqtt-1", "/platforms/onenet-1", "/platforms/direct?tab=credentials"],
  ];
}

async function pushAll(address: string): Promise<void> {
  const said = [{ id: "p-3", cm: 42 }, { id: "p-4", cm: 17 }, { cm: 7 }];
  for (const body of said) {
    const headers = { "x-lilong-token": secret, "content-type": "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  }
}
