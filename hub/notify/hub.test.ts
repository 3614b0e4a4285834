/** A whole hub with its own clock: a channel is set up over the API, a sensor raises an alert, the robot says it. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pretendGateway, signInTo, startRig, statusOf } from "../../test/kit/quiet-hub.ts";
import { robotKeys, robotServer } from "../../test/kit/robot-server.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { wecomChannel, wecomRoad } from "../../test/kit/telling.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";

test("the robot says where it is and what to do first, and the test message says whether the way is open", async () => {
  const clock = {
    get now() {
      return Date.now();
    },
  };
  const [data, robots] = [tempFolder(), await robotServer(clock)];
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const table = { source: "测试", channels: [wecomChannel(robots)], people: [] };
  expect((await operator.ask("PUT", "/api/rulebook/channels", table)).status).toBe(200);
  const test = () => operator.ask("POST", "/api/notify/channels/wecom-all/test", {});
  expect((await test()).body).toMatchObject({ result: "refused", error: "还没有填 key" });
  const key = { key: robotKeys.wecom };
  expect((await operator.ask("PUT", "/api/notify/channels/wecom-all/secrets", key)).status).toBe(200);
  expect((await test()).body).toMatchObject({ result: "sent" });

  const id = "gw-1" as GatewayId;
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.say(topics.devices(id), registrationOf(id));
  await gateway.batch("alert", 0, encodeAlerts([event("raised", Date.now())]));
  const told = await until("the robot", () => robots.texts(wecomRoad).find((text) => text.startsWith("东昌小区 东门")));
  expect(told.split("\n")[0]).toBe("东昌小区 东门 井盖被打开。先围挡。");
  // It alarms, and who was sent: one message.
  expect(told).toContain("看到请点确认。\n派给东昌居委");
  const log = await until("the log", async () => {
    const { body } = (await operator.ask("GET", "/api/notify/log?limit=50")) as {
      body: { ticket?: string; result: string }[];
    };
    return body.find(({ ticket, result }) => ticket === "ticket-1" && result !== "waiting");
  });
  expect(log).toMatchObject({ channel: "wecom-all", result: "sent", severity: 1 });
  expect((await operator.ask("GET", "/api/tasks")).body).not.toContainEqual(
    expect.objectContaining({ kind: "CHANNEL_MISSING" }),
  );
});
