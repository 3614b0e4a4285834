import { expect, it } from "vitest";
import { encodeAlerts, unpackAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent, SensorEvent } from "../../core/alert-event.ts";
import { decodeCbor } from "../../core/batch.ts";
import { event } from "../../test/kit/samples.ts";
import { reduceAlert } from "./reduced-alert.ts";

const whole = event("raised", 5);
const taken = (sent: AlertEvent) => unpackAlerts(decodeCbor(encodeAlerts([sent])))[0];

it("says which alert it is in a form every hub takes, whatever else the event holds", () => {
  const odd = [
    { photo: "new in a later version" },
    { value: Number.NaN },
    { value: { level: 3 } },
    { value: undefined },
    { severity: 9 },
    { quality: 64 },
    { at: 5.4 },
    { at: -5 },
  ];
  for (const part of odd) {
    const strange = { ...whole, ...part } as unknown as SensorEvent;
    expect(() => taken(strange), JSON.stringify(part)).toThrow();
    const { kind, alert, ticket, device, rule, point } = whole;
    expect(taken(reduceAlert(strange, 7))).toMatchObject({ kind, alert, ticket, device, rule, point });
  }
  expect(reduceAlert({ ...whole, at: Number.NaN }, 7)).toMatchObject({ at: 7 });
});
