/** Photos and their parts in SQLite; a photo is named by its hash and kept once. */
import { type Kysely, sql } from "kysely";
import type { Attachment } from "../../tickets/attachment.ts";
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
    async attach(ticket, photo, brought) {
      await query
        .insertInto("attachments")
        .values({ ticket, photo, ...brought, named: 0 })
        .onConflict((conflict) => conflict.columns(["ticket", "photo"]).doNothing())
        .execute();
    },
    async findAttachment(ticket, photo) {
      const row = await query
        .selectFrom("attachments")
        .innerJoin("photos", "photos.photo", "attachments.photo")
        .select(["photos.photo as id", "name", "type", sql<number>`length(body)`.as("size")])
        .where("ticket", "=", ticket)
        .where("attachments.photo", "=", photo)
        .executeTakeFirst();
      return (row ?? null) as Attachment | null;
    },
    async countWaiting(ticket) {
      const row = await query
        .selectFrom("attachments")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("ticket", "=", ticket)
        .where("named", "=", 0)
        .executeTakeFirstOrThrow();
      return row.count;
    },
    async nameAttachments(ticket, photos) {
      const named = query.updateTable("attachments").set({ named: 1 });
      await named.where("ticket", "=", ticket).where("photo", "in", photos).execute();
    },
  };
}
