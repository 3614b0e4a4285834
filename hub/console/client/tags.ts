/** The tag of each answer that was read, by which a change of it is held to what its sender saw. */

const tags = new WeakMap<object, string>();

export function noteTag(answer: unknown, tag: string | null): void {
  if (tag !== null && typeof answer === "object" && answer !== null) tags.set(answer, tag);
}

export function tagOf(answer: unknown): string | undefined {
  return typeof answer === "object" && answer !== null ? tags.get(answer) : undefined;
}

/**
 * What to send with a change of `seen`: spread it into the question. Nothing where it came by another way than `client.get`;
 * a query whose answer is changed by it must not share structure, for a copy has no tag.
 */
export function asSeen(seen: object | undefined): { ifMatch?: string } {
  const tag = tagOf(seen);
  return tag === undefined ? {} : { ifMatch: tag };
}
