/** HTTPS calls to a real server with an authority of its own, by every platform that is asked: believed by its certificate, else told nothing; and nothing follows a redirect. */
import { beforeAll, expect, test } from "vitest";
import { type OwnAuthority, ownAuthority } from "../../../test/kit/certificates.ts";
import { type ConnectorSample, type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { pretendPlatform } from "../../../test/kit/pretend-platform.ts";
import { operatorCookie, type QuietHub, quietHub } from "../../../test/kit/quiet-hub.ts";
import { linesOf, startBoard } from "../../../test/kit/thingsboard.ts";
import { until } from "../../../test/kit/until.ts";
import { seal } from "../kit/envelope.ts";
import { signatureOf } from "../onenet/signed.ts";

const unbelieved = /no authority that is trusted here signed the server's certificate: enter its own one as `ca`/;
const anotherName = /the server's certificate is for another name: enter the host as it is written there/;
let own: OwnAuthority;
let another: OwnAuthority;

beforeAll(async () => {
  [own, another] = [await ownAuthority("Street"), await ownAuthority("Another")];
});

const boardAt = (url: string, ca?: string): ConnectorSample => ({
  ...{ platform: "thingsboard", secrets: { password: "secret-of-tenant" } },
  settings: { server: url, username: "tenant@example.org", ...(ca && { ca }) },
  products: [{ product: "level", model: "nb-level-cm" }],
});

/** Lines that begin and end with it. */
async function comesTo(rig: PlatformRig, what: string, isThere: (why: string | null) => boolean): Promise<void> {
  const lines = linesOf(rig);
  await until(what, () => {
    const state = lines.state();
    return state !== null && isThere(state.isUp ? null : state.why);
  });
  await lines.close();
}

test("a ThingsBoard with an authority of its own is asked once that is entered; without it, by another or under another name it hears nothing", async () => {
  const hub = await quietHub();
  const board = await startBoard(await own.sign("127.0.0.1"));
  board.devices = [{ id: "d-1", name: "pit", values: { level: [{ ts: hub.clock.now - 60_000, value: 49 }] } }];
  for (const wrong of [undefined, another.ca])
    await comesTo(await platformRig(boardAt(board.url, wrong), hub), "why not", (why) => unbelieved.test(why ?? ""));
  const elsewhere = await startBoard(await own.sign("localhost"));
  const rigElsewhere = await platformRig(boardAt(elsewhere.url, own.ca), hub);
  await comesTo(rigElsewhere, "the other name", (why) => anotherName.test(why ?? ""));
  expect([board.asked, elsewhere.asked]).toEqual([[], []]);
  const byItsName = elsewhere.url.replace("127.0.0.1", "localhost");
  await comesTo(await platformRig(boardAt(byItsName, own.ca), hub), "it by its name", (why) => why === null);
  const rig = await platformRig(boardAt(board.url, own.ca), hub);
  await comesTo(rig, "the line to be up", (why) => why === null);
  await rig.platforms.settled();
  expect(await rig.values()).toMatchObject({ "d-1": { level: 0.49 } });
});

test.each(["/api/auth/login", "/api/tenant/devices", "/api/plugins"])(
  "a ThingsBoard that sends on from %s is not followed: neither password nor token go to another address, and it is said which",
  async (path) => {
    const [board, stranger] = [await startBoard(await own.sign("127.0.0.1")), await startBoard()];
    board.devices = [{ id: "d-1", name: "pit", values: {} }];
    board.sendsOn = { path, to: `${stranger.url}${path}?key=secret` };
    const rig = await platformRig(boardAt(board.url, own.ca));
    const sentence = `sends on to ${stranger.url}${path}, and nothing was sent there: if that is right, enter its address`;
    await comesTo(rig, "the redirect", (why) => why?.endsWith(sentence) === true);
    expect(board.asked.at(-1)).toMatch(path);
    expect(stranger.asked).toEqual([]);
  },
);

type Commanding = {
  sample(url: string, ca?: string): ConnectorSample;
  /** It tells of its device `smoke`, and so the hub knows it. */
  meets(rig: PlatformRig): Promise<unknown>;
  device: string;
};

const board = "784f394c-42b6-435a-983c-b7beff2784f9";
const smoke = { deviceId: "2454895254", deviceName: "smoke-01", productId: "P1", notifyType: "property" };
const header = { device_id: "p1_smoke", product_id: "P1", node_id: "smoke" };
const token = "a-token-of-sixteen";
const given = (ca?: string) => (ca === undefined ? {} : { ca });
const products = [{ product: "P1", model: "nb-smoke" }];

const commanding: Record<string, Commanding> = {
  thingsboard: {
    ...{ device: board },
    sample: (url, ca) => ({
      ...{ platform: "thingsboard", products, secrets: { token, apiKey: "tb_the-key" } },
      settings: { server: url, ...given(ca) },
    }),
    meets: ({ push, clock }) =>
      push({
        headers: { "x-lilong-token": token },
        body: { type: "POST_TELEMETRY_REQUEST", deviceId: board, deviceType: "P1", ts: clock.now, values: {} },
      }),
  },
  ctwing: {
    ...{ device: "smoke" },
    sample: (url, ca) => ({
      ...{ platform: "ctwing", products, settings: { api: url, ...given(ca) } },
      secrets: { token, appKey: "key", appSecret: "secret", masterKeys: "P1 master" },
    }),
    meets: ({ push, clock }) =>
      push({
        path: `/${token}`,
        body: { messageType: "dataReport", productId: "P1", deviceId: "smoke", timestamp: clock.now, payload: {} },
      }),
  },
  onenet: {
    ...{ device: smoke.deviceId },
    sample: (url, ca) => ({
      ...{ platform: "onenet", products, settings: { api: url, ...given(ca) } },
      secrets: { token, accessKeys: "P1 KuF3NT/jUBJ62LNBB/A8XZA9CqS3Cu79B/ABmfA1UCw=" },
    }),
    meets({ push, clock }) {
      const msg = JSON.stringify({ ...smoke, data: { params: { smoke: { value: 0, time: clock.now } } } });
      return push({ body: { msg, nonce: "n", signature: signatureOf(token, "n", msg), time: clock.now, id: "m" } });
    },
  },
  "huawei-iotda": {
    ...{ device: header.device_id },
    sample: (url, ca) => ({
      ...{ platform: "huawei-iotda", products, secrets: { token, secretAccessKey: "an-sk" } },
      settings: { api: { url, project: "a-project", accessKeyId: "an-ak", service: "Smoke", ...given(ca) } },
    }),
    meets: ({ push }) =>
      push({
        path: `/${token}`,
        body: {
          ...{ resource: "device.status", event: "update" },
          notify_data: { header, body: { status: "ONLINE" } },
        },
      }),
  },
  "aliyun-iot": {
    ...{ device: "P1.smoke" },
    sample: (url, ca) => ({
      ...{ platform: "aliyun-iot", products, secrets: { accessKeySecret: "testsecret" } },
      settings: {
        ...{ host: "127.0.0.1", transport: "plain", clientId: "hub", accessKeyId: "testid", api: url },
        ...(ca === undefined ? {} : { apiCa: ca }),
      },
    }),
    meets({ deliver, clock }) {
      const post = { items: { smoke_state: { value: 0, time: clock.now } } };
      const topic = "/P1/smoke/thing/event/property/post";
      return deliver("default", seal({ topic, messageId: "m-1" }, Buffer.from(JSON.stringify(post))));
    },
  },
};

/** A command that the device is given; its last state. */
async function silenced(hub: QuietHub, cookie: string, connector: string, device: string) {
  const url = `/api/gateways/${connector}/commands`;
  const payload = { verb: "silence", args: { minutes: 10, device } };
  const { id } = (await hub.app.inject({ method: "POST", url, headers: { cookie }, payload })).json();
  await hub.platforms.settled();
  return (await hub.app.inject({ url: `${url}/${id}`, headers: { cookie } })).json();
}

test.each(Object.entries(commanding))(
  "%s: a command goes to an API with an authority of its own once that is entered; else, or where it is sent on, it fails with the cure and nothing is told to anybody",
  async (_, { sample, meets, device }) => {
    const hub = await quietHub();
    const cookie = await operatorCookie(hub);
    const taken = () => ({ body: {} });
    const [stranger, api] = [await pretendPlatform(taken), await pretendPlatform(taken, await own.sign("127.0.0.1"))];
    const elsewhere = await pretendPlatform(taken, await own.sign("api.street.example"));
    await meets(await platformRig(sample(api.url), hub));
    const commandBy = async (url: string, ca?: string) => {
      const { connector } = await platformRig(sample(url, ca), hub);
      return silenced(hub, cookie, connector, device);
    };
    const failsWith = (error: RegExp) => ({ state: "failed", error: expect.stringMatching(error) });
    expect(await commandBy(api.url)).toMatchObject(
      failsWith(/^COMMAND_UNCARRIED: 127.0.0.1:\d+: no authority .* as `ca`/),
    );
    expect(await commandBy(api.url, another.ca)).toMatchObject(failsWith(unbelieved));
    expect(await commandBy(elsewhere.url, own.ca)).toMatchObject(failsWith(anotherName));
    expect([api.asked, elsewhere.asked]).toEqual([[], []]);
    expect(JSON.stringify(await commandBy(api.url, own.ca))).not.toMatch(/COMMAND_UNCARRIED: (127|no)/);
    expect(api.asked).toHaveLength(1);
    api.answer = () => ({ status: 307, body: "", location: stranger.url });
    expect(await commandBy(api.url, own.ca)).toMatchObject(
      failsWith(/sends on to http:\S+, and nothing was sent there/),
    );
    expect(stranger.asked).toEqual([]);
  },
);

test("a connector whose authority has expired meanwhile can be paused; with other settings it is refused until the new one is entered", async () => {
  const hub = await quietHub();
  const { ca } = await ownAuthority("Old", { notAfter: new Date(hub.clock.now + 1000) });
  const sample = boardAt("https://127.0.0.1:1", ca);
  await platformRig(sample, hub);
  hub.clock.now += 2000;
  await expect(platformRig(sample, hub)).resolves.toBeDefined();
  const other = { ...sample, settings: { ...sample.settings, everyS: 10 } };
  await expect(platformRig(other, hub)).rejects.toThrow(/\/settings\/ca expired on/);
});
