/** The signature against a published one. */
import { expect, test } from "vitest";
import { signIn } from "./sign-in.ts";

test("user name and password are what the published algorithm gives", () => {
  const consumer = { clientId: "clientId", instance: "iot-x", group: "DEFAULT_GROUP" };
  expect(signIn({ ...consumer, keyId: "accessKeyId", keySecret: "secretKey" }, 1_573_489_088_171)).toEqual({
    username:
      "clientId|iotInstanceId=iot-x,authMode=aksign,signMethod=hmacsha1,consumerGroupId=DEFAULT_GROUP,authId=accessKeyId,timestamp=1573489088171|",
    password: "MCK0XbpjRrqnCiSvzwJ4dTuMyBI=",
  });
});
