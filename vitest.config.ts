/** Tests lie beside the code; what belongs to no folder lies in test/. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,drivers,hardware,agent,hub,flows,test}/**/*.test.{ts,tsx}"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
