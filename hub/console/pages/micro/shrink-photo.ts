/** Makes a photo small before it is kept and sent: no side above 1600, JPEG; what cannot be read stays as it is. */
import { drawn, jpegOf } from "../../photo/drawn.ts";

export const longestSide = 1600;
const quality = 0.8;

/** `preview`: small enough for the page, as data. */
export type Photo = { blob: Blob; preview: string };

const previewSide = 160;

export async function shrinkPhoto(file: Blob): Promise<Photo | null> {
  try {
    const picture = await createImageBitmap(file);
    const blob = await jpegOf(drawn(picture, longestSide), quality);
    const preview = drawn(picture, previewSide).toDataURL("image/jpeg", quality);
    picture.close();
    return blob === null ? null : { blob, preview };
  } catch {
    // No picture that this browser can read: the person is told to choose another.
    return null;
  }
}
