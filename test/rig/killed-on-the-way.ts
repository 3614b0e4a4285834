/** A cloud's messages come out of its queue while the hub is killed three times: what was stored stays, and all are read once. */
import { expect } from "vitest";
import { until } from "../kit/until.ts";
import { startMortalHub } from "./mortal-hub.ts";

/** Message n says something that was measured at `at + n`. */
export type Queue = {
  connector: string;
  platform: string;
  settings: object;
  secrets: object;
  products: { product: string; model: string }[];
  /** `gateway` aside, whose readings they become. */
  series: { device: string; point: string };
  at: number;
  messages: number;
};

type Seen = { messages: { taken: number; waiting: number }; line: { isUp: boolean } | null };
type History = { readings: [number, number, number][] };

const kills = 3;

export async function killedOnTheWay(data: string, { connector, series, at, messages, ...wish }: Queue): Promise<void> {
  const hub = await startMortalHub(data);
  const about = { title: wish.platform, place: "花园坊", state: "on", quietAfterMs: 3_600_000 };
  await hub.api().put(`/api/connectors/${connector}`, { ...about, ...wish });
  const seen = () => hub.api().get<Seen>(`/api/connectors/${connector}`);
  const stored = async () => {
    const { taken, waiting } = (await seen()).messages;
    return taken + waiting;
  };
  let had = 0;
  let onTheWay = 0;
  for (let time = 0; time < kills; time++) {
    await until("more of them came", async () => (await stored()) > had);
    had = await stored();
    if (had < messages) onTheWay++;
    await hub.dies();
    expect(await stored()).toBeGreaterThanOrEqual(had);
  }
  expect(onTheWay).toBeGreaterThan(0);
  await until("all are read", async () => (await seen()).messages.taken === messages, 60_000);
  expect(await seen()).toMatchObject({ messages: { taken: messages, waiting: 0 }, line: { isUp: true } });
  const span = { from: String(at), to: String(at + messages), limit: "10000" };
  const query = new URLSearchParams({ gateway: connector, ...series, ...span });
  const { readings } = await hub.api().get<History>(`/api/readings?${query}`);
  expect(readings.map(([moment]) => moment - at)).toEqual(Array.from({ length: messages }, (_, n) => n));
}
