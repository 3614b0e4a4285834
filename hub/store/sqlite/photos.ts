/** Photos and their parts in SQLite; a photo is named by its hash and kept once. */
import type { Kysely } from "kysely";
import type { Photos } from "../photos.ts";
import type { Schema } from "./schema.ts";

export function photosTable(query: Kysely<Schema>): Photos {
  return {
    async addPart(gateway, { photo, part, body }) {
      await query
        .insertInto("photo_parts")
        .values({ gateway, photo, part, body })
        .onConflict((conflict) => conflict.columns(["gateway", "photo", "part"]).doUpdateSet({ body }))
        .execute();
    },
    async takeParts(gateway, photo) {
      const rows = await query
        .selectFrom("photo_parts")
        .select("body")
        .where("gateway", "=", gateway)
        .where("photo", "=", photo)
        .orderBy("part")
        .execute();
      await query.deleteFrom("photo_parts").where("gateway", "=", gateway).where("photo", "=", photo).execute();
      return rows.map(({ body }) => body);
    },
    async put(photo, { type, body }) {
      await query
        .insertInto("photos")
        .values({ photo, type, body })
        .onConflict((conflict) => conflict.column("photo").doNothing())
        .execute();
    },
    async read(photo) {
      const row = await query
        .selectFrom("photos")
        .select(["type", "body"])
        .where("photo", "=", photo)
        .executeTakeFirst();
      return row ?? null;
    },
    async find(ticket, photo) {
      const row = await query
        .selectFrom("photos")
        .innerJoin("stories", "stories.photo", "photos.photo")
        .select(["photos.type", "photos.body"])
        .where("stories.ticket", "=", ticket)
        .where("photos.photo", "=", photo)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}
