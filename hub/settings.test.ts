/** Settings from options and the environment; what is wrong is named the way it was given. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { help } from "./help.ts";
import { factsOf, optionOf, readSettings, settingNames, variableOf } from "./settings.ts";

const standard = {
  ...{
    data: "./data/hub",
    httpPort: 8080,
    httpHost: "127.0.0.1",
    mqttPort: 1883,
    mqttsPort: 8883,
    mqttHost: "127.0.0.1",
    districtPort: 8843,
    districtHost: "127.0.0.1",
    doorPort: 8085,
    doorHost: "127.0.0.1",
    doorConnections: 4000,
    doorConnectionsEach: 1000,
  },
  ...{
    keepRawDays: 400,
    oidcClaim: "preferred_username",
    keepMinuteDays: 1100,
    keepHourDays: 3650,
    keepFaultDays: 400,
    keepMessageDays: 30,
  },
  ...{ backlogRate: 100_000, connectRate: 50 },
  ...{ flows: "on", flowsDeadlineMs: 2000, flowsMemoryMb: 256 },
  adopt: "by-hand",
  logLevel: "info",
};

test("without options every setting has its default", () => {
  expect(readSettings([], {})).toEqual({ settings: standard });
});

test("an option wins over the environment, the environment over the default", () => {
  const env = { LILONG_HTTP_PORT: "81", LILONG_MQTT_PORT: "1884", UNRELATED: "x" };
  const { settings } = readSettings(["--http-port", "82", "--broker=mqtt://b:1"], env) as { settings: object };
  expect(settings).toEqual({ ...standard, httpPort: 82, mqttPort: 1884, broker: "mqtt://b:1" });
});

test.each([
  ["--http-port", "99999"],
  ["--http-port", "x"],
  ["--http-port", "1.5"],
  ["--mqtt-port", ""],
  ["--mqtt-port", "-1"],
  ["--data", ""],
  ["--broker", "http://x"],
  ["--log-level", "loud"],
])("%s=%s is refused, naming the option", (option, value) => {
  expect(() => readSettings([`${option}=${value}`], {})).toThrow(new RegExp(`^SETTING_INVALID: .*${option}`));
});

test.each([
  ["--http-port=x", "--http-port must be a whole number from 0 to 65535"],
  ["--mqtt-port=70000", "--mqtt-port must be a whole number from 0 to 65535"],
  ["--log-level=loud", "--log-level must be one of debug, info, warn, error"],
  ["--broker=mqtt://127.0.0.1:70000", "--broker must be an address like mqtt://name:password@host:1883"],
  ["--broker=mqtt://", "--broker must be an address like mqtt://name:password@host:1883"],
  ["--broker=mqtt://a%zz:b@host", "--broker must be an address like mqtt://name:password@host:1883"],
  ["--public-url=ftp://x", "--public-url must be an address like https://lilong.example.cn"],
  ["--trusted-proxy=nginx", "--trusted-proxy must be addresses or networks like 127.0.0.1,10.0.0.0/8"],
  ["--trusted-proxy=10.0.0.0/33", "--trusted-proxy must be addresses or networks like 127.0.0.1,10.0.0.0/8"],
  ["--trusted-proxy=0.0.0.0/0", "--trusted-proxy must be addresses or networks like 127.0.0.1,10.0.0.0/8"],
  ["--data=", "--data must be some text"],
])("%s is answered in one short sentence", (option, detail) => {
  expect(() => readSettings([option], {})).toThrow(`SETTING_INVALID: ${detail}. Correct the named field`);
});

test("proxies are addresses and networks of both families", () => {
  for (const text of ["127.0.0.1", "10.0.0.0/8, fd00::/8", "::1"])
    expect(readSettings([`--trusted-proxy=${text}`], {})).toMatchObject({ settings: { trustedProxy: text } });
});

test("an unknown option and a stray word are refused", () => {
  expect(() => readSettings(["--colour"], {})).toThrow(/SETTING_INVALID: Unknown option '--colour'/);
  expect(() => readSettings(["start"], {})).toThrow(/SETTING_INVALID: .*'start'/);
});

test("help and version ask for nothing else", () => {
  expect(readSettings(["--help", "--http-port", "99999"], {})).toEqual({ print: "help" });
  expect(readSettings(["-v"], {})).toEqual({ print: "version" });
});

test("the help names every option, its variable and its default", () => {
  for (const name of settingNames) {
    expect(help).toContain(optionOf(name));
    expect(help).toContain(variableOf(name));
    expect(help).toContain(factsOf(name).description);
  }
});

test("the README's table is the schema", () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const rows = settingNames.map((name) => {
    const { description, default: value } = factsOf(name);
    return `| \`${optionOf(name)}\` | \`${variableOf(name)}\` | ${value === undefined ? "" : `\`${value}\``} | ${description} |`;
  });
  expect(readme).toContain(rows.join("\n"));
});
