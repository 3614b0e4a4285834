/** What people call a gateway or a device: where it is and its name first, its id last. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Tables } from "../store/store.ts";

/** `东昌小区 3号楼 B1 水泵房 集水井水位（gw-001/water-16）`; the ids alone where nobody said more. */
export async function calledDevice({ devices }: Tables, gateway: GatewayId, device: DeviceId): Promise<Bilingual> {
  const document = (await devices.find(gateway, device))?.document;
  const id = `${gateway}/${device}`;
  return document ? called(document.place, document.title, id) : { zh: id, en: id };
}

export async function calledGateway({ gateways, registry }: Tables, gateway: GatewayId): Promise<Bilingual> {
  const row = await gateways.find(gateway);
  const facts = (await registry.find({ gateway, device: null }))?.facts;
  const title = facts?.name ?? row?.title ?? "";
  return called(facts?.place ?? row?.place ?? "", { zh: title, en: title }, gateway);
}

function called(place: string, title: Bilingual, id: string): Bilingual {
  const [zh, en] = [`${place} ${title.zh}`.trim(), `${place} ${title.en}`.trim()];
  return { zh: zh === "" ? id : `${zh}（${id}）`, en: en === "" ? id : `${en} (${id})` };
}
