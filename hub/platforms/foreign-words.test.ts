/** Words that every object knows (`constructor`, `toString`) are no platform's words: refused by name, or a step on the way. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../test/kit/platform-rig.ts";
import { signatureOf } from "./onenet/signed.ts";

const token = "a-long-token";
const ctwing = { messageType: "dataReport", deviceId: "d1", productId: "p", timestamp: 1_790_000_000_000, payload: {} };
const push = (body: unknown) => (rig: PlatformRig) => rig.push({ path: `/${token}`, body });
const signed = (msg: unknown) => (rig: PlatformRig) => {
  const nonce = "n";
  return rig.push({ body: { msg, nonce, msg_signature: signatureOf(token, nonce, JSON.stringify(msg)) } });
};
const huawei = (resource: string) =>
  push({ resource, event: "report", notify_data: { header: { device_id: "d1" }, body: {} } });

const words = ["constructor", "toString", "__defineGetter__", "hasOwnProperty"];
const refused: [string, string, (word: string) => (rig: PlatformRig) => Promise<unknown>][] = [
  ["ctwing", "messageType", (messageType) => push({ ...ctwing, messageType })],
  ["ctwing", "eventType", (eventType) => push({ ...ctwing, messageType: "deviceOnlineOfflineReport", eventType })],
  ["onenet", "type", (type) => signed({ type, dev_id: 1, ds_id: "x", value: "1" })],
  ["huawei-iotda", "resource", huawei],
  ["huawei-oceanconnect", "notifyType", (notifyType) => push({ notifyType, deviceId: "d1" })],
];

test.each(refused)("%s refuses such a %s, and says which", async (platform, _, send) => {
  const rig = await platformRig({ platform, secrets: { token } });
  for (const word of words) await send(word)(rig);
  const pushes = await rig.pushes();
  expect(pushes).toHaveLength(words.length);
  for (const { state, why } of pushes) {
    expect(state).toBe("refused");
    expect(why).toMatch(/^PUSH_UNREADABLE/);
  }
});

test("as the result of a command it is a step on the way, not an end", async () => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token } });
  for (const resultCode of words)
    await push({ ...ctwing, messageType: "commandResponse", taskId: `t-${resultCode}`, result: { resultCode } })(rig);
  expect((await rig.pushes()).map(({ state, why }) => [state, why])).toEqual(words.map(() => ["taken", ""]));
});
