/** What is asked about people. */
import { type Ask, client } from "../../client/client.ts";
import { readTable } from "../../client/rulebook-queries.ts";
import { asSeen } from "../../client/tags.ts";

export type PersonWish = Omit<Ask<"POST", "/api/people">["body"], "name">;
export type PersonChange = Ask<"PUT", "/api/people/{name}">["body"];

export const calls = {
  people: () => client.get("/api/people"),
  person: (name: string) => client.get("/api/people/{name}", { path: { name } }),
  roles: async () => (await readTable("roles")).roles,
  areas: async () => (await readTable("areas")).areas,
  add: (body: PersonWish & { name: string }) => client.post("/api/people", { body }),
  /** `seen`: as it was read; whoever was overtaken changes nothing. */
  change: (name: string, body: PersonChange, seen: object) =>
    client.put("/api/people/{name}", { path: { name }, body, ...asSeen(seen) }),
  reset: (name: string) => client.post("/api/people/{name}/reset", { path: { name } }),
  resetTotp: (name: string) => client.delete("/api/people/{name}/totp", { path: { name } }),
};
