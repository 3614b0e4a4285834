/** A photo as events: its parts, then the line that names it. Pure but for the hash. */
import { createHash } from "node:crypto";
import { mostPhotoBytes, type PersonEvent, type PhotoPart, photoPartBytes } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";

type Named = Extract<PersonEvent, { kind: "photographed" }>;

/** First bytes of each kind. */
const kinds: readonly { type: Named["type"]; fits(bytes: Buffer): boolean }[] = [
  { type: "image/jpeg", fits: (bytes) => bytes.subarray(0, 3).toString("hex") === "ffd8ff" },
  { type: "image/png", fits: (bytes) => bytes.subarray(0, 8).toString("hex") === "89504e470d0a1a0a" },
  {
    type: "image/webp",
    fits: (bytes) => bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
  },
];

/** Null for what is no photo. */
export function photoType(bytes: Buffer): Named["type"] | null {
  return kinds.find(({ fits }) => fits(bytes))?.type ?? null;
}

/** Throws `PHOTO_REFUSED`. */
export function photoEvents(
  bytes: Buffer,
  line: Pick<Named, "id" | "alert" | "ticket" | "by" | "at" | "quality">,
): (PhotoPart | Named)[] {
  if (bytes.length > mostPhotoBytes)
    throw new Fault("PHOTO_REFUSED", `${bytes.length} bytes, at most ${mostPhotoBytes} are taken`);
  const type = photoType(bytes);
  if (type === null) throw new Fault("PHOTO_REFUSED", "it is no JPEG, PNG or WebP");
  const photo = createHash("sha256").update(bytes).digest("hex");
  const { at, quality } = line;
  const parts = Array.from({ length: Math.ceil(bytes.length / photoPartBytes) }, (_, part): PhotoPart => {
    const body = bytes.subarray(part * photoPartBytes, (part + 1) * photoPartBytes);
    return { kind: "photo-part", photo, part, at, quality, body };
  });
  return [...parts, { kind: "photographed", ...line, photo, type, parts: parts.length }];
}
