/** What is entered as an authority is looked at when it is entered, and each thing that is wrong with it has its own cure. */
import { beforeAll, expect, test } from "vitest";
import { type OwnAuthority, ownAuthority } from "../../../test/kit/certificates.ts";
import { platforms } from "../platforms.ts";
import { checkAuthority, type Link, linkOf } from "./authority.ts";

const now = Date.parse("2026-11-28T00:00:00Z");
const day = (text: string) => new Date(`${text}T00:00:00Z`);
let own: OwnAuthority;
let old: OwnAuthority;
let later: OwnAuthority;
let server: { cert: string; key: string };

beforeAll(async () => {
  own = await ownAuthority("Street");
  old = await ownAuthority("Old", { notAfter: day("2026-11-01") });
  later = await ownAuthority("Later", { notBefore: day("2026-12-24") });
  server = await own.texts("127.0.0.1");
});

const check = (ca: string, link: Link = "tls") => checkAuthority(ca, link, now);
const base64 = () => own.ca.split("\n").slice(1, -2).join("\n");

test("an authority is taken as its file is: with words around it, with Windows' line ends, with what it signed, beside an old one", () => {
  for (const ca of [own.ca, `Street\n${own.ca}\n`, own.ca.replace(/\n/g, "\r\n"), `${server.cert}\n${own.ca}`])
    expect(() => check(ca)).not.toThrow();
  expect(() => check(`${old.ca}\n${own.ca}`)).not.toThrow();
  expect(() => checkAuthority(undefined, null, now)).not.toThrow();
});

test.each<[what: string, ca: () => string, why: string]>([
  ["what is no PEM", () => "the street's own", "is no certificate in PEM: paste the whole file"],
  ["a certificate without its first and last line", () => base64(), "is no certificate in PEM"],
  ["a torn one", () => own.ca.slice(0, 200), "is no certificate in PEM"],
  ["a torn one behind a whole one", () => `${own.ca}\n${own.ca.slice(0, 200)}`, "is no certificate in PEM"],
  ["one that was pasted indented", () => own.ca.replace(/^/gm, "  "), "is no certificate in PEM"],
  ["a request for one", () => own.ca.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST"), "is no certificate in PEM"],
  ["a private key", () => server.key, "holds a private key"],
  [
    "a private key beside it",
    () => `${own.ca}\n${server.key.replaceAll("PRIVATE", "RSA PRIVATE")}`,
    "holds a private key",
  ],
  ["a server's certificate", () => server.cert, 'is not the authority itself, "Street" signed it'],
  ["an expired one", () => old.ca, "expired on 2026-11-01: ask who runs the server for the one that is valid now"],
  ["one that is not valid yet", () => later.ca, "is valid from 2026-12-24 on, not yet"],
])("%s is refused", (_, ca, why) => {
  expect(() => check(ca())).toThrow(`/settings/ca ${why}`);
});

test("a private key is not in what is said of it", () => {
  const said = () => {
    try {
      check(server.key);
    } catch (error) {
      return String(error);
    }
  };
  expect(said()).not.toContain(server.key.split("\n")[1]);
});

test("it is refused where no encrypted address is entered that it could be for", () => {
  expect(() => check(own.ca, linkOf("http://10.0.0.1"))).toThrow("is of no use: the address is not encrypted");
  expect(() => check(own.ca, linkOf(undefined))).toThrow("is of no use: the address of the server that it is for");
  for (const address of ["https://a", "mqtts://a", "pulsar+ssl://a"])
    expect(() => check(own.ca, linkOf(address))).not.toThrow();
});

/** Where it stands beside which address, at platforms that are asked over HTTP. */
const asked: [platform: string, field: string, settings: (address: string | undefined, ca: string) => object][] = [
  ["thingsboard", "/settings/ca", (server, ca) => ({ server, ca })],
  ["ctwing", "/settings/ca", (api, ca) => ({ api, ca })],
  ["onenet", "/settings/ca", (api, ca) => ({ api, ca })],
  ["huawei-iotda", "/settings/api/ca", (url, ca) => ({ api: { url, ca } })],
  ["aliyun-iot", "/settings/apiCa", (api, apiCa) => ({ api, apiCa })],
];

test.each(asked)("%s looks at %s", (platform, field, settings) => {
  const examine = (address: string | undefined, ca: string) =>
    platforms.get(platform)?.examine?.(settings(address, ca) as never, now);
  expect(() => examine("https://10.0.0.1", own.ca)).not.toThrow();
  expect(() => examine("https://10.0.0.1", server.key)).toThrow(`${field} holds a private key`);
  expect(() => examine("http://10.0.0.1", own.ca)).toThrow(`${field} is of no use`);
  expect(() => examine(undefined, own.ca)).toThrow(`${field} is of no use`);
});
