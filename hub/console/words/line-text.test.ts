/** What the hub says of a line that is down is said in Chinese too. */
import { expect, test } from "vitest";
import { sentOn } from "../../platforms/calls/caller.ts";
import { failureOf, sentences } from "../../platforms/lines/pulsar/failure.ts";
import { tlsFailure } from "../../platforms/lines/tls.ts";
import { lineText } from "./line-text.ts";

const codes = [
  ...["SELF_SIGNED_CERT_IN_CHAIN", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"],
  "ERR_SSL_WRONG_VERSION_NUMBER",
];
const said = [...Object.values(sentences), ...codes.map((code) => tlsFailure({ code, message: "x" }))];

test.each(said.map((why) => [why ?? ""]))("%s", (why) => {
  const text = lineText("zh-CN", `mq.example.com:16651: ${why} (AuthenticationError)`);
  expect(text).toMatch(/^mq\.example\.com:16651: [^a-z]*(Token|TLS|CA)?[^a-z]* \((x\) \()?AuthenticationError\)$/);
  expect(lineText("en", why)).toBe(why);
});

test("a port that cannot be had is said with what to do, and two of them one after the other", () => {
  const taken = "listen EADDRINUSE: address already in use 127.0.0.1:5200; bind EADDRINUSE 127.0.0.1:5201";
  expect(lineText("zh-CN", taken)).toBe(
    "端口 127.0.0.1:5200 被别的程序占用，停掉它，或者换一个端口; 端口 127.0.0.1:5201 被别的程序占用，停掉它，或者换一个端口",
  );
  expect(lineText("zh-CN", "listen EADDRNOTAVAIL: address not available 10.9.9.9:5200")).toBe(
    "本机没有 10.9.9.9 这个地址，监听地址要填本机的",
  );
  expect(lineText("zh-CN", "listen EACCES: permission denied 0.0.0.0:80")).toBe(
    "没有权限用端口 0.0.0.0:80，换一个 1024 以上的端口",
  );
});

test("what the other side said stays as it came", () => {
  const { detail } = failureOf({ error: 3, message: "expired" }, "mq:16651");
  expect(lineText("zh-CN", detail)).toBe(
    "mq:16651: 对方不认这个 Token，把现在有效的填到“设置”里 (AuthenticationError: expired)",
  );
  expect(lineText("zh-CN", "127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1")).toBe(
    "127.0.0.1:1: 连不上，对方端口没有开",
  );
  expect(lineText("zh-CN", sentOn("tb.street:8080", "https://tb.street/login"))).toBe(
    "tb.street:8080 要转到 https://tb.street/login，没有跟过去；地址没错就把它填到“设置”里",
  );
  expect(lineText("zh-CN", "no answer in 30 s")).toBe("30 秒没有回音");
  expect(lineText("zh-CN", "amqp:unauthorized-access")).toBe("amqp:unauthorized-access");
});
