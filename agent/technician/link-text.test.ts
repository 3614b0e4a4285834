/** A link in one word of the command line becomes what the settings file would hold. */
import { describe, expect, it } from "vitest";
import { parseLink, parseSet } from "./link-text.ts";

describe("a link in one word", () => {
  it.each([
    ["serial:/dev/ttyUSB0", { kind: "serial", path: "/dev/ttyUSB0" }],
    [
      "serial:/dev/serial/by-id/usb-FTDI:1,4800,even,2",
      { kind: "serial", path: "/dev/serial/by-id/usb-FTDI:1", baudRate: 4800, parity: "even", stopBits: 2 },
    ],
    ["tcp:10.0.0.7:502", { kind: "tcp", host: "10.0.0.7", port: 502 }],
    ["udp:meter.local:5000", { kind: "udp", host: "meter.local", port: 5000 }],
    ["tcp-listen:9000", { kind: "tcp-listen", port: 9000 }],
    ["udp-listen:9000", { kind: "udp-listen", port: 9000 }],
    ["ble", { kind: "ble" }],
    ["ble:hci1", { kind: "ble", controller: "hci1" }],
    ["ble:tcp:127.0.0.1:15030", { kind: "ble", controller: "tcp:127.0.0.1:15030" }],
    ["firmata:/dev/ttyACM0", { kind: "firmata", path: "/dev/ttyACM0" }],
    ["firmata:10.0.0.8:3030", { kind: "firmata", host: "10.0.0.8", port: 3030 }],
    ["gpiod:pinctrl-rp1", { kind: "gpiod", chip: "pinctrl-rp1" }],
  ])("%s is read", (text, link) => expect(parseLink(text)).toEqual({ id: "bench", ...link }));

  it.each(["", "lora:1", "/dev/ttyUSB0"])("%s is refused with the forms there are", (text) =>
    expect(() => parseLink(text)).toThrow("serial:/dev/ttyUSB0"),
  );
});

describe("a setting in one word", () => {
  it("is JSON where it is any, else text", () =>
    expect(parseSet(["unit=1", "pin=D2", 'points=[{"a":1}]', "key=00"])).toEqual({
      unit: 1,
      pin: "D2",
      points: [{ a: 1 }],
      key: "00",
    }));
  it("is refused without a name", () => expect(() => parseSet(["=1"])).toThrow('--set "=1" is not name=value'));
});
