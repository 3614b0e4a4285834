/** Who comes in by the page: the first person, those a technician lets in, and nobody who was sent away. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { freePort } from "../../test/rig/broker.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";
import type { SessionView } from "./session-view.ts";

const main = join(root, "agent", "main.ts");

/** An agent with its own settings file, so that nobody is known at the start. */
async function agent() {
  const folder = tempFolder();
  const data = join(folder, "data");
  const settings = join(folder, "gateway.json");
  const gateway = { id: "gw-door", title: "东昌小区网关", place: "门卫室" };
  writeFileSync(settings, JSON.stringify({ gateway, links: [], devices: [], page: { address: "127.0.0.1", port: 0 } }));
  const running = start(process.execPath, [main, "--settings", settings, "--data", data]);
  const [, url = ""] = / page (\S+)/.exec(await running.says(/ready .*\n/, 20_000)) ?? [];
  const post = async (path: string, body: unknown, cookie = "") => {
    const answer = await fetch(url + path, { method: "POST", headers: { cookie }, body: JSON.stringify(body) });
    const { code = "" } = (await answer.json()) as { code?: string };
    return { status: answer.status, code, cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  };
  const look = async (cookie = "") =>
    (await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()) as SessionView;
  const signIn = async (name: string, pin: string) => (await post("/api/session", { name, pin })).cookie;
  const person = (...words: string[]) =>
    spawnSync(process.execPath, [main, "person", ...words, "--data", data], { encoding: "utf8" });
  return { url, data, post, look, signIn, person };
}

it("knows at once whom the command line put and removed", { timeout: 60_000 }, async () => {
  const { look, signIn, person } = await agent();
  expect((await look()).people).toEqual([]);
  expect(person("put", "王阿姨", "--pin", "2468").status).toBe(0);
  expect((await look()).people).toEqual([{ name: "王阿姨", isTechnician: false }]);
  const cookie = await signIn("王阿姨", "2468");
  expect((await look(cookie)).name).toBe("王阿姨");
  expect(person("remove", "王阿姨").status).toBe(0);
  expect((await look(cookie)).name).toBeNull();
});

it("takes the first person as its technician, who lets others in, gives new PINs and sends people away", {
  timeout: 60_000,
}, async () => {
  const { post, look, signIn } = await agent();
  expect((await post("/api/person", { name: "老张", pin: "12" })).code).toBe("INPUT_INVALID");
  expect((await post("/api/person", { name: "老张", pin: "1234" })).status).toBe(200);
  expect((await post("/api/person", { name: "别人", pin: "1234" })).code).toBe("SIGN_IN_REQUIRED");
  const technician = await signIn("老张", "1234");
  expect(await look(technician)).toMatchObject({ name: "老张", isTechnician: true });
  expect((await post("/api/person", { name: "王阿姨", pin: "2468" }, technician)).status).toBe(200);
  const resident = await signIn("王阿姨", "2468");
  expect((await post("/api/person", { name: "王阿姨", pin: "9999" }, resident)).code).toBe("SIGN_IN_REFUSED");
  expect((await post("/api/dismiss", { name: "老张" }, resident)).code).toBe("SIGN_IN_REFUSED");
  expect((await post("/api/person", { name: "王阿姨", pin: "1357" }, technician)).status).toBe(200);
  expect((await look(resident)).name).toBeNull();
  expect((await post("/api/session", { name: "王阿姨", pin: "2468" })).code).toBe("SIGN_IN_REFUSED");
  const again = await signIn("王阿姨", "1357");
  expect((await post("/api/dismiss", { name: "王阿姨" }, technician)).status).toBe(200);
  expect((await look(again)).name).toBeNull();
  expect((await post("/api/dismiss", { name: "老张" }, technician)).code).toBe("INPUT_INVALID");
});

it("signs out, and says where the first PIN lies until there is another way in", { timeout: 60_000 }, async () => {
  const data = tempFolder();
  const running = start(process.execPath, [main, "--data", data, "--page-port", String(await freePort())]);
  const [, url = ""] = / page (\S+)/.exec(await running.says(/ready .*\n/, 20_000)) ?? [];
  const post = (path: string, body: unknown, cookie = "") =>
    fetch(url + path, { method: "POST", headers: { cookie }, body: JSON.stringify(body) });
  const look = async (cookie = "") =>
    (await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()) as SessionView;
  expect((await look()).firstPin).toBe(join(data, "setup-pin"));
  const pin = readFileSync(join(data, "setup-pin"), "utf8").trim();
  const answer = await post("/api/session", { name: "安装员", pin });
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  expect((await look(cookie)).name).toBe("安装员");
  await post("/api/signout", {}, cookie);
  expect((await look(cookie)).name).toBeNull();
});
