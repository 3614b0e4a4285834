/** The default flows, a folder each: flow.json, samples.txt (what goes in, what comes out: its test) and a README. */
export const flowNames = ["dispatch", "digest", "typhoon", "pump"] as const;
