/** Makes a photo small before it is sent: no side above 2048, JPEG; what is no photo, or cannot be read as one, stays as it is. */

export type Shrunk = { blob: Blob; name: string };

const longestSide = 2048;
const quality = 0.85;
/** Smaller than this it is not worth the loss. */
const smallEnough = 400 * 1024;

/** The size that fits, in whole pixels. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export async function shrink(file: File): Promise<Shrunk> {
  const same = { blob: file, name: file.name };
  if (!file.type.startsWith("image/") || file.size <= smallEnough) return same;
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    picture.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    return blob === null || blob.size >= file.size ? same : { blob, name: `${file.name.replace(/\.\w+$/, "")}.jpg` };
  } catch {
    // No picture that this browser can read: the hub says whether it takes it.
    return same;
  }
}
