/** Value templates in their simple forms, and those that are beyond them. */
import { expect, test } from "vitest";
import { parseTemplate, render } from "./template.ts";

const of = (template: string, text: string) => {
  const parsed = parseTemplate(template);
  return parsed === null ? "beyond" : render(parsed, text);
};

test.each([
  ["", "ON", "ON"],
  ["{{ value }}", " 21.5 ", "21.5"],
  ["{{value_json.temperature}}", '{"temperature":21.5}', 21.5],
  ["{{ value_json.a.b }}", '{"a":{"b":"x"}}', "x"],
  ["{{ value_json['a b'][\"c\"] }}", '{"a b":{"c":0}}', 0],
  ["{{ value_json.list[1] }}", '{"list":[1,2]}', 2],
  ["{{ value_json.t | float(0) | round(1) }}", '{"t":"3"}', "3"],
  ["{{ value_json.t | default('') }}", "{}", undefined],
  ["{{ 'ON' if value_json.contact else 'OFF' }}", '{"contact":false}', "OFF"],
  ["{% if value_json.smoke %} ON {% else %} OFF {% endif %}", '{"smoke":1}', "ON"],
  ["{{ value_json.smoke }}", "not JSON", undefined],
  ["{{ value_json.constructor }}", "{}", undefined],
])("%s of %s is %s", (template, text, value) => expect(of(template, text)).toEqual(value));

test.each([
  "{{ value_json.a + value_json.b }}",
  "{{ states('sensor.x') }}",
  "{{ value_json.a }} {{ value_json.b }}",
  "{% for x in value_json %}{{ x }}{% endfor %}",
  "{{ value_json.__class__.mro() }}",
  `{{ value_json${".a".repeat(20_000)} !}}`,
])("%# is beyond the simple forms", (template) => expect(of(template, "{}")).toBe("beyond"));
