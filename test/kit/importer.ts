/** For tests: a quiet hub with a gateway, and somebody who imports sheets into it. */
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import type { ImportView } from "../../hub/http/registry-views.ts";
import type { Store } from "../../hub/store/store.ts";
import { quietHub, statusOf } from "./quiet-hub.ts";
import { registrationOf } from "./samples.ts";
import { signedIn } from "./signed-in.ts";
import { until } from "./until.ts";

const gw = "gw-1" as GatewayId;
export const importHeader = ["网关编号", "设备编号", "名称", "位置", "片区", "权属单位", "安装日期", "经度", "纬度"];

export async function importer(store?: Store) {
  const hub = await quietHub(store === undefined ? {} : { store });
  await hub.take(topics.status(gw), statusOf());
  await hub.take(topics.devices(gw), registrationOf("gw-1"));
  const ask = await signedIn(hub);
  const cookies = { lilong: "session of operator" };
  const ended = async (id: string) => {
    let view: ImportView | undefined;
    await until("the import rests", async () => {
      view = (await ask("GET", `/api/registry/imports/${id}`)).body as ImportView;
      return !["waiting", "reading", "taking"].includes(view.state);
    });
    return view as ImportView;
  };
  const put = async (payload: Buffer, name = "list.csv") => {
    const headers = { "content-type": "application/octet-stream" };
    const url = `/api/registry/imports?name=${encodeURIComponent(name)}`;
    const answer = await hub.app.inject({ method: "POST", url, cookies, headers, payload });
    return answer.json() as ImportView;
  };
  const tried = async (payload: Buffer, name?: string) => ended((await put(payload, name)).id);
  const take = async (id: string, which: "right" | "all") => {
    const answer = await ask("POST", `/api/registry/imports/${id}/take`, { which });
    return answer.status === 200 ? ended(id) : answer;
  };
  const file = async (url: string) => (await hub.app.inject({ url, cookies })).rawPayload;
  return { hub, ask, put, ended, tried, take, file };
}

export const csvOf = (...rows: string[][]) =>
  Buffer.from([importHeader, ...rows].map((row) => row.join(",")).join("\r\n"));
