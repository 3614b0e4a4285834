/** The Huaqiang driver: decodes the "PU" frames of NB-IoT smoke detectors, one payload a portion. */
import { readingsOf } from "../kit/advert-points.ts";
import { defineDriver, type ListeningSession, type Output } from "../kit/driver.ts";
import { HuaqiangConfig } from "./config.ts";
import { cutFrame, readFrame } from "./frame.ts";

export default defineDriver({
  name: "huaqiang",
  way: "listens",
  title: { zh: "华强 NB-IoT 烟感", en: "Huaqiang NB-IoT smoke detector" },
  config: HuaqiangConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => openSession(config),
  address: () => "the whole link",
});

function openSession({ points }: HuaqiangConfig): ListeningSession {
  return {
    receive(data) {
      const outputs: Output[] = [];
      for (let left = data; left.length > 0; ) {
        const cut = cutFrame(left);
        const told = typeof cut === "string" ? cut : readFrame(cut.frame);
        if (typeof cut === "string" || typeof told === "string") return [...outputs, damaged(told as string)];
        outputs.push(...readingsOf(points, told));
        left = cut.rest;
      }
      return outputs;
    },
    due: () => null,
    wake: () => [],
  };
}

/** What came before it stands. */
function damaged(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
