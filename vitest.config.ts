/** Tests lie beside the code; what belongs to no folder lies in test/. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** These keep nothing of a test in their modules, so that one worker runs many files and reads the code once. */
const shared = [
  "{core,drivers,hardware}/**/*.test.ts",
  "{agent,hub}/*.test.ts",
  "agent/!(doctor|installation|links|page)/**/*.test.ts",
  "hub/!(console)/**/*.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "shared", include: shared, isolate: false } },
      {
        extends: true,
        test: {
          name: "own",
          include: ["{core,drivers,hardware,agent,hub,flows,test}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", ...shared],
        },
      },
    ],
    // The processes that tests start, most of them from source, compile what has not changed since the last start only once.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/lilong/compiled") },
    // Most of the time is waiting for real processes: one worker less than cores would leave the machine idle.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
