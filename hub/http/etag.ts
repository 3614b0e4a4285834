/** A weak etag over an answer, so that who has it already gets none [RFC 9110 §8.8.3, §13.1.2]. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

export function tagged(request: FastifyRequest, reply: FastifyReply, answer: unknown): FastifyReply {
  const body = JSON.stringify(answer);
  const tag = `W/"${createHash("sha1").update(body).digest("base64url")}"`;
  void reply.header("etag", tag).header("cache-control", "private, no-cache");
  if (request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply.type("application/json; charset=utf-8").send(body);
}
