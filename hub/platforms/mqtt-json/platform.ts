/** Any topics of a broker: their messages become what they tell by a mapping that people write. */
import Type from "typebox";
import { brokerSecrets, brokerSettings, brokerWish, examineBroker, shownAtBroker } from "../kit/mqtt.ts";
import { definePlatform } from "../kit/platform.ts";
import { mappingSettings } from "../mapping/mapping.ts";
import { askOf, examine, onceOf, readMapped, readsSetting } from "../mapping/reads.ts";

const filters = (description: string, minItems: number) =>
  Type.Array(Type.String({ pattern: "^[^\\s]+$", maxLength: 200 }), { minItems, maxItems: 32, description });

const Settings = Type.Object(
  {
    ...brokerSettings,
    broker: Type.String({
      pattern: "^mqtts?://[^/@\\s]+$",
      description: "the broker's address, `mqtt://host:1883` or `mqtts://host:8883`",
    }),
    topics: filters("topic filters that are taken, such as `sensors/+/state`", 1),
    except: Type.Optional(filters("topic filters among them that are passed over", 0)),
    reads: readsSetting,
    ...mappingSettings,
  },
  { additionalProperties: false },
);

export default definePlatform({
  name: "mqtt-json",
  title: { zh: "通用 MQTT（自定映射）", en: "MQTT with a mapping of one's own" },
  settings: Settings,
  secrets: Type.Object(brokerSecrets, { additionalProperties: false }),
  shownAt: shownAtBroker,
  mqtt: (connector) => brokerWish(connector, connector.settings.topics, connector.settings.except),
  examine(settings, now) {
    examineBroker(settings, now);
    examine(settings);
  },
  once: (_, { settings }) => onceOf(settings),
  mapping: (push, { settings }) => askOf(push, settings),
  read: (_, __, facts) => readMapped(facts),
});
