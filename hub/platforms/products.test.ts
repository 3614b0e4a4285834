/** What a platform's usual products are has a model each, and no product two. */
import { expect, test } from "vitest";
import { allModels } from "../../test/kit/quiet-hub.ts";
import { platforms } from "./platforms.ts";

const usual = [...platforms.values()].filter(({ products = [] }) => products.length > 0);

test("some platforms know their usual products", () => expect(usual.map(({ name }) => name)).toContain("zigbee2mqtt"));

test.each(usual.map((platform) => [platform.name, platform.products ?? []]))("%s", (_, products) => {
  const models = allModels();
  expect(products.filter(({ model }) => models.find(model) === null)).toEqual([]);
  const names = products.map(({ product }) => product);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});
