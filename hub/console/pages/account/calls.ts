/** What a person asks about their own account. */
import type { AccountView, RecoveryView, SessionView, TokenView, TotpSetup } from "../../../http/account-views.ts";
import { request } from "../../api.ts";

export type TokenWish = { name: string; rights: string[]; areas: string[] | null; expiresAt: number };

export const calls = {
  account: () => request<AccountView>("GET", "/me"),
  changePassword: (given: { old: string; new: string }) => request<null>("POST", "/me/password", given),
  startTotp: () => request<TotpSetup>("POST", "/me/totp"),
  switchTotpOn: (code: string) => request<RecoveryView>("POST", "/me/totp/on", { code }),
  switchTotpOff: (password: string) => request<null>("POST", "/me/totp/off", { password }),
  sessions: () => request<SessionView[]>("GET", "/me/sessions"),
  endSession: (id: string) => request<null>("DELETE", `/me/sessions/${encodeURIComponent(id)}`),
  tokens: () => request<TokenView[]>("GET", "/me/tokens"),
  makeToken: (wish: TokenWish) => request<TokenView>("POST", "/me/tokens", wish),
  revokeToken: (id: string) => request<null>("DELETE", `/me/tokens/${encodeURIComponent(id)}`),
};
