/** Sensors put into the settings: links are shared, ids are kept, nothing else is touched. */
import { describe, expect, it } from "vitest";
import type { SettingsDocument } from "../registration/configuration.ts";
import { withDevice, withoutDevice, withReplaced } from "./place.ts";

const title = { zh: "水位计", en: "Level" };
const device = { id: "pit-1", model: "qdy30a", title, place: "3号楼", settings: { unit: 1 } };
const line = { kind: "serial", path: "/dev/serial/by-id/usb-1", baudRate: 9600 };
const empty = { gateway: { id: "gw-1" }, links: [], devices: [], outputs: [] } as unknown as SettingsDocument;
const one = withDevice(empty, { device, link: line });

describe("a sensor that is placed", () => {
  it("makes its link, and the next on the same line shares it", () => {
    expect(one).toMatchObject({ links: [{ ...line, id: "serial-1" }], devices: [{ id: "pit-1", link: "serial-1" }] });
    const two = withDevice(one, { device: { ...device, id: "pit-2", settings: { unit: 2 } }, link: line });
    expect(two.links).toHaveLength(1);
    const other = withDevice(two, {
      device: { ...device, id: "pit-3" },
      link: { ...line, path: "/dev/serial/by-id/usb-2" },
    });
    expect(other.links).toMatchObject([{ id: "serial-1" }, { id: "serial-2" }]);
    expect(other.gateway).toEqual(empty.gateway);
  });

  it("may not take an id that is there", () => {
    expect(() => withDevice(one, { device, link: line })).toThrow(/"pit-1" is taken/);
  });

  it("that is replaced keeps id, title, place and rules; a line that nobody needs goes", () => {
    const ruled = { ...one, devices: [{ ...(one.devices[0] as object), rules: [] }] };
    const next = withReplaced(ruled, "pit-1", {
      link: { kind: "tcp", host: "10.0.0.7", port: 502 },
      settings: { unit: 9 },
    });
    expect(next.devices).toEqual([{ ...device, rules: [], link: "tcp-1", settings: { unit: 9 } }]);
    expect(next.links).toMatchObject([{ id: "tcp-1" }]);
    expect(() => withReplaced(one, "pit-9", { link: line, settings: {} })).toThrow(/^NOT_FOUND/);
  });

  it("that is removed takes its line with it, but none that somebody named by hand", () => {
    expect(withoutDevice(one, "pit-1")).toMatchObject({ links: [], devices: [] });
    const named = { ...one, links: [{ ...line, id: "pump-room" }], devices: [{ ...device, link: "pump-room" }] };
    expect(withoutDevice(named, "pit-1").links).toHaveLength(1);
    expect(() => withoutDevice(one, "pit-9")).toThrow(/^NOT_FOUND/);
  });
});
