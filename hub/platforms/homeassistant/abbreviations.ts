/** The short names of discovery messages. [Home Assistant, MQTT discovery, "Supported abbreviations"; those that are read] */

export const words: Readonly<Record<string, string>> = {
  avty: "availability",
  avty_t: "availability_topic",
  avty_tpl: "availability_template",
  cmps: "components",
  dev: "device",
  dev_cla: "device_class",
  obj_id: "object_id",
  p: "platform",
  pl_avail: "payload_available",
  pl_not_avail: "payload_not_available",
  pl_off: "payload_off",
  pl_on: "payload_on",
  stat_t: "state_topic",
  t: "topic",
  uniq_id: "unique_id",
  val_tpl: "value_template",
};

export const deviceWords: Readonly<Record<string, string>> = {
  ids: "identifiers",
  mdl: "model",
  mdl_id: "model_id",
  mf: "manufacturer",
};
