/** What a person asks about their own account. */
import { type Ask, client } from "../../client/client.ts";

export type TokenWish = Ask<"POST", "/api/me/tokens">["body"];

export const calls = {
  account: () => client.get("/api/me"),
  changePassword: (body: { old: string; new: string }) => client.post("/api/me/password", { body }),
  startTotp: () => client.post("/api/me/totp"),
  switchTotpOn: (code: string) => client.post("/api/me/totp/on", { body: { code } }),
  switchTotpOff: (password: string) => client.post("/api/me/totp/off", { body: { password } }),
  sessions: () => client.get("/api/me/sessions"),
  endSession: (id: string) => client.delete("/api/me/sessions/{id}", { path: { id } }),
  tokens: () => client.get("/api/me/tokens"),
  makeToken: (body: TokenWish) => client.post("/api/me/tokens", { body }),
  revokeToken: (id: string) => client.delete("/api/me/tokens/{id}", { path: { id } }),
};
