/** The cookie of a session: scripts and other sites cannot use it, and it travels by TLS alone where there is TLS. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { idleMs } from "../accounts/sessions.ts";

export const cookieName = "lilong";

const cookie = { path: "/", httpOnly: true, sameSite: "strict" } as const;

export function giveCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = request.protocol === "https";
  void reply.setCookie(cookieName, token, { ...cookie, secure, maxAge: idleMs / 1000 });
}

export function takeCookie(reply: FastifyReply): void {
  void reply.clearCookie(cookieName, cookie);
}
