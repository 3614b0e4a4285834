/** UCUM codes as people write them. */

const written: Record<string, string> = {
  Cel: "°C",
  "[degF]": "°F",
  m2: "m²",
  m3: "m³",
  "m3/h": "m³/h",
  "m3/s": "m³/s",
  "L/min": "L/min",
  ug: "µg",
  "ug/m3": "µg/m³",
  "mg/m3": "mg/m³",
  "uS/cm": "µS/cm",
  Ohm: "Ω",
  kOhm: "kΩ",
  deg: "°",
  "[pH]": "pH",
  "dB[SPL]": "dB",
  "dB[mW]": "dBm",
  "[ppm]": "ppm",
  "kW.h": "kWh",
  "1": "",
  "{count}": "",
};

/** An unknown code is shown as it is. */
export function unitText(ucum: string | undefined): string {
  return ucum === undefined ? "" : (written[ucum] ?? ucum);
}
