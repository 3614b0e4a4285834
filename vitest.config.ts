/** Tests lie beside the code; what belongs to no folder lies in test/. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,drivers,hardware,agent,hub,flows,test}/**/*.test.{ts,tsx}"],
    // Most of the time is waiting for real processes: one worker less than cores would leave the machine idle.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
