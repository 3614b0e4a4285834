/** A file that an operator brought to a ticket, as its story names it. */
import Type from "typebox";

export const mostAttachmentBytes = 5 * 1024 * 1024;
/** Files that one move names. */
export const mostAttachments = 9;

export const AttachmentId = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the file, hex" });

export const Attachment = Type.Object(
  {
    id: AttachmentId,
    name: Type.String({ minLength: 1, description: "as it was called, without anything a path could be made of" }),
    type: Type.Enum(["image/jpeg", "image/png", "image/webp", "application/pdf"], {
      description: "by what is in it",
    }),
    size: Type.Integer({ minimum: 1, description: "bytes" }),
  },
  { additionalProperties: false },
);
export type Attachment = Type.Static<typeof Attachment>;
