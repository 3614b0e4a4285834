/** Every sample of every platform enters by its own door and ends as it says; `README.md` tells how one is written. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { faultPoint } from "../../core/point.ts";
import { type PlatformRig, platformRig } from "../../test/kit/platform-rig.ts";
import { platforms } from "./platforms.ts";

const strict = { additionalProperties: false };
const texts = Type.Record(Type.String(), Type.String());
const Sample = Type.Object(
  {
    source: Type.String({ minLength: 10, description: "where the bytes come from" }),
    /** The hub's clock when the first message comes; ISO 8601. */
    now: Type.Optional(Type.String()),
    connector: Type.Object(
      {
        settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        secrets: Type.Optional(texts),
        /** Those that come with a credential each. */
        devices: Type.Optional(
          Type.Array(
            Type.Object(
              { device: Type.String(), model: Type.String(), credential: Type.Optional(Type.String()) },
              strict,
            ),
          ),
        ),
        joining: Type.Optional(Type.String({ description: "a joining code for many" })),
        products: Type.Optional(Type.Array(Type.Object({ product: Type.String(), model: Type.String() }, strict))),
      },
      strict,
    ),
    steps: Type.Array(
      Type.Object(
        {
          /** Over HTTP… */
          push: Type.Optional(
            Type.Object(
              {
                method: Type.Optional(Type.Enum(["GET", "POST"])),
                path: Type.Optional(Type.String()),
                headers: Type.Optional(texts),
                body: Type.Optional(Type.Unknown()),
              },
              strict,
            ),
          ),
          /** …or over a line that the hub holds. */
          deliver: Type.Optional(
            Type.Object(
              { from: Type.String(), body: Type.Optional(Type.Unknown()), hex: Type.Optional(Type.String()) },
              strict,
            ),
          ),
          answer: Type.Optional(Type.Object({ status: Type.Integer(), body: Type.Optional(Type.String()) }, strict)),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    /** What the messages became, newest first, and of each refused one its code. */
    states: Type.Array(Type.String()),
    values: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
    /** When each device's newest value was measured; ISO 8601. */
    times: Type.Optional(texts),
    /** `device/rule` → state of its alert. */
    alerts: Type.Optional(texts),
    /** What the platform says of each device's connection. */
    online: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  },
  strict,
);

const bodyOf = ({ body, hex }: { body?: unknown; hex?: string }) =>
  hex === undefined ? body : Buffer.from(hex.replaceAll(" ", ""), "hex");

/** Of what its driver read; whether it is well counts by our own clock where nothing was measured. */
async function timesOf({ store, connector }: PlatformRig): Promise<Record<string, string>> {
  const series = await store.read((tables) => tables.series.list(connector));
  const times: Record<string, string> = {};
  for (const { device, point, latest } of series)
    if (point !== faultPoint && latest !== null)
      times[device] = [times[device] ?? "", new Date(latest.at).toISOString()].sort().at(-1) ?? "";
  return times;
}

const folderOf = (platform: string) => join(import.meta.dirname, platform, "samples");

describe.each([...platforms.keys()])("%s", (platform) => {
  const names = readdirSync(folderOf(platform)).map((file) => file.replace(/\.json$/, ""));

  it("has samples", () => expect(names.length).toBeGreaterThan(2));

  it("says of each that no capture stands behind that it is from memory", () => {
    const sources = names.map((name) => readFileSync(join(folderOf(platform), `${name}.json`), "utf8").split("\n")[1]);
    expect(sources.filter((source) => /no capture/.test(source ?? "") && !/from memory/.test(source ?? ""))).toEqual(
      [],
    );
  });

  it.each(names)("takes %s", async (name) => {
    const sample = check(
      Sample,
      JSON.parse(readFileSync(join(folderOf(platform), `${name}.json`), "utf8")),
      "INPUT_INVALID",
    );
    const rig = await platformRig({ platform, ...sample.connector } as never);
    if (sample.now !== undefined) rig.clock.now = Date.parse(sample.now);
    for (const { push, deliver, answer } of sample.steps) {
      if (deliver !== undefined) await rig.deliver(deliver.from, bodyOf(deliver));
      if (push !== undefined) expect(await rig.push(push as never)).toMatchObject(answer ?? { status: 200 });
      rig.clock.now += 1000;
    }
    const pushes = await rig.pushes();
    expect(pushes.map(({ state, why }) => (why === "" ? state : `${state} ${why.split(":")[0]}`))).toEqual(
      sample.states,
    );
    expect(await rig.values()).toEqual(sample.values);
    expect(await timesOf(rig)).toEqual(sample.times ?? {});
    const alerts = await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector));
    const standing = Object.fromEntries(alerts.map(({ device, rule, state }) => [`${device}/${rule}`, state]));
    expect(standing).toEqual(sample.alerts ?? {});
    const devices = await rig.store.read((tables) => tables.foreignDevices.list(rig.connector));
    for (const [device, isOnline] of Object.entries(sample.online ?? {}))
      expect(devices.find(({ foreign }) => foreign === device)).toMatchObject({ isOnline });
  });
});
