/** Makes a photo small before it is sent: no side above 2048, JPEG; what is no photo, or cannot be read as one, stays as it is. */
import { drawn, jpegOf } from "../../photo/drawn.ts";

export type Shrunk = { blob: Blob; name: string };

export const longestSide = 2048;
const quality = 0.85;
/** Smaller than this it is not worth the loss. */
const smallEnough = 400 * 1024;

export async function shrink(file: File): Promise<Shrunk> {
  const same = { blob: file, name: file.name };
  if (!file.type.startsWith("image/") || file.size <= smallEnough) return same;
  try {
    const picture = await createImageBitmap(file);
    const canvas = drawn(picture, longestSide);
    picture.close();
    const blob = await jpegOf(canvas, quality);
    return blob === null || blob.size >= file.size ? same : { blob, name: `${file.name.replace(/\.\w+$/, "")}.jpg` };
  } catch {
    // No picture that this browser can read: the hub says whether it takes it.
    return same;
  }
}
