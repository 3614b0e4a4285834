/** What the codes of Huaqiang's "PU" frames mean. [the maker's common protocol 4.2, as a published integration has it] */

export const packetTypes: Readonly<Record<number, string>> = { 16: "common" };

/** The only kind whose body is read: the others put other things behind the same header. */
export const smokeDetector = 8;

export const deviceTypes: Readonly<Record<number, string>> = {
  2: "bicycle tracker W302",
  3: "temperature and humidity W303",
  4: "light W303",
  5: "vibration W303",
  6: "hydrant W306",
  8: "smoke detector W308",
  9: "parking sensor V501",
  10: "locator W310",
  12: "socket W312",
};

/** Bits of the alert byte: set while it stands, clear when it is over. */
export const alertBits = { smoke: 0, batteryLow: 2, trouble: 7 } as const;

export const modes: Readonly<Record<number, string>> = { 0: "normal", 255: "started" };

/** Ms since 1970 of 2018-09-10 00:00 in Beijing: from there the detector counts its seconds. */
export const epoch = Date.UTC(2018, 8, 9, 16);
