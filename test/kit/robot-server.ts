/** For tests: WeCom's and DingTalk's robots, a webhook and an SMS gateway on loopback, with the limits and errors of the real ones. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Heard = {
  road: string;
  at: number;
  text: string;
  body: Record<string, unknown>;
  headers: IncomingMessage["headers"];
};

export type RobotServer = {
  url: string;
  /** What was taken, in order. */
  heard: Heard[];
  /** Every request, taken or not. */
  asked: { road: string; answer: string }[];
  /** Answers this instead of judging, as often as it says. */
  fail(road: string, status: number, times: number, body?: string): void;
  /** The texts taken on a road. */
  texts(road: string): string[];
};

type Request = { url: URL; text: string; headers: IncomingMessage["headers"] };
type Verdict = { status?: number; answer: object; taken?: { text: string } };

export const robotKeys = {
  wecom: "693a91f6-7xxx-4bc4",
  dingtalk: { token: "566cc69da782ec", secret: "SECfea30a2cd6" },
  hook: "hook-secret",
};

const minuteMs = 60_000;
const hourMs = 3_600_000;

export async function robotServer(clock: { now: number }): Promise<RobotServer> {
  const heard: Heard[] = [];
  const asked: RobotServer["asked"] = [];
  const failures = new Map<string, { status: number; times: number; body: string }>();
  const lastMinute = (road: string) => heard.filter((one) => one.road === road && one.at > clock.now - minuteMs).length;
  const judges: Record<string, (request: Request) => Verdict> = {
    "/cgi-bin/webhook/send": (request) => wecom(request, lastMinute("/cgi-bin/webhook/send")),
    "/robot/send": (request) => dingtalk(request, lastMinute("/robot/send"), clock.now),
    "/hook": (request) => hook(request, clock.now),
    "/sms": sms,
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url ?? "/", "http://robot");
    const road = url.pathname;
    const text = Buffer.concat(parts).toString();
    const failure = failures.get(road);
    if (failure !== undefined && failure.times-- > 0) {
      asked.push({ road, answer: String(failure.status) });
      return response.writeHead(failure.status).end(failure.body);
    }
    const verdict = judges[road]?.({ url, text, headers: request.headers }) ?? { status: 404, answer: {} };
    asked.push({ road, answer: JSON.stringify(verdict.answer) });
    if (verdict.taken !== undefined)
      heard.push({ road, at: clock.now, text: verdict.taken.text, body: JSON.parse(text), headers: request.headers });
    response
      .writeHead(verdict.status ?? 200, { "content-type": "application/json" })
      .end(JSON.stringify(verdict.answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ heard, asked },
    fail: (road, status, times, body = "") => void failures.set(road, { status, times, body }),
    texts: (road) => heard.filter((one) => one.road === road).map(({ text }) => text),
  };
}

const no = (errcode: number, errmsg: string): Verdict => ({ answer: { errcode, errmsg } });
const yes = (text: string): Verdict => ({ answer: { errcode: 0, errmsg: "ok" }, taken: { text } });

function wecom({ url, text }: Request, lately: number): Verdict {
  if (url.searchParams.get("key") !== robotKeys.wecom) return no(93000, "invalid webhook url, hint: [1]");
  const body = JSON.parse(text) as { msgtype: "text" | "markdown" } & Record<string, { content: string }>;
  const { content } = body[body.msgtype] ?? { content: "" };
  const most = body.msgtype === "markdown" ? 4096 : 2048;
  if (Buffer.byteLength(content) > most) return no(40058, `${body.msgtype}.content exceed max length ${most}`);
  if (lately >= 20) return no(45009, "api freq out of limit");
  return yes(content);
}

function dingtalk({ url, text }: Request, lately: number, now: number): Verdict {
  const { token, secret } = robotKeys.dingtalk;
  if (url.searchParams.get("access_token") !== token) return no(300001, "token is not exist");
  const timestamp = url.searchParams.get("timestamp") ?? "";
  if (Math.abs(now - Number(timestamp)) > hourMs) return no(310000, "invalid timestamp");
  const sign = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
  if (url.searchParams.get("sign") !== sign) return no(310000, "sign not match");
  const { content } = (JSON.parse(text) as { text: { content: string } }).text;
  if (Buffer.byteLength(content) > 20_000) return no(460101, "message too long");
  if (lately >= 20) return no(130101, "send too fast, exceed 20 times per minute");
  return yes(content);
}

function hook({ text, headers }: Request, now: number): Verdict {
  const timestamp = String(headers["lilong-timestamp"]);
  const sign = `v1=${createHmac("sha256", robotKeys.hook).update(`${timestamp}.${text}`).digest("hex")}`;
  const given = Buffer.from(String(headers["lilong-signature"]));
  const isOurs = given.length === sign.length && timingSafeEqual(given, Buffer.from(sign));
  if (!isOurs || Math.abs(now - Number(timestamp)) > hourMs) return { status: 401, answer: { error: "signature" } };
  return { answer: { ok: true }, taken: { text: (JSON.parse(text) as { text: string }).text } };
}

/** Answers as gateways do: always 200, and how it went in a field. */
function sms({ text, headers }: Request): Verdict {
  if (headers.authorization !== "APPCODE sms-secret") return { answer: { result: { code: "SIGN" } } };
  const { mobile, content } = JSON.parse(text) as { mobile: string; content: string };
  if (mobile === "13900000000") return { answer: { result: { code: "NUMBER" } } };
  return { answer: { result: { code: "OK" } }, taken: { text: `${mobile} ${content}` } };
}
