/** Signatures against known answers of an integration that IoTDA accepts, computed there by a second implementation. */
import { expect, test } from "vitest";
import { signRequest } from "./signed-request.ts";

const keys = { accessKeyId: "TESTAK123", secretAccessKey: "TESTSK456" };
const url = "https://xxxx.st1.iotda-app.cn-south-1.myhuaweicloud.com/v5/iot/test-project-id/devices/dev001";
const now = Date.parse("2026-08-25T10:15:30Z");
const shadow = { method: "GET", url: `${url}/shadow`, body: "" };

test.each([
  [shadow, "4a3e542368cc05be344f433613fd6aecdcb3d5fdc5b5df157bda33125569b990"],
  [
    {
      ...{ method: "PUT", url: `${url}/properties` },
      body: '{"services":[{"service_id":"Light","properties":{"Threshold":40}}]}',
    },
    "74b411ff493db06059eebf45599b68693d8f19f7b584c556af353fd755a7f461",
  ],
])("a derived key signs $method", (request, signature) => {
  expect(signRequest(request, { ...keys, region: "cn-south-1" }, now)).toEqual({
    "content-type": "application/json",
    "x-sdk-date": "20260825T101530Z",
    authorization: `V11-HMAC-SHA256 Credential=TESTAK123/20260825/cn-south-1/iotdm, SignedHeaders=content-type;host;x-sdk-date, Signature=${signature}`,
  });
});

test("without a region the key itself signs", () => {
  // Computed by Python's hmac and hashlib.
  expect(signRequest(shadow, keys, now).authorization).toBe(
    "SDK-HMAC-SHA256 Access=TESTAK123, SignedHeaders=content-type;host;x-sdk-date, Signature=3f6218fcbb11cf5d9583eefaa9f2524c4af1739268ca67353265931d9a0ccc34",
  );
});
