/** Makes a photo small before it is kept and sent: no side above 1600, JPEG; what cannot be read stays as it is. */

const longestSide = 1600;
const quality = 0.8;

/** The size that fits, in whole pixels. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** `preview`: small enough for the page, as data. */
export type Photo = { blob: Blob; preview: string };

const previewSide = 160;

export async function shrinkPhoto(file: Blob): Promise<Photo | null> {
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = fitted(picture.width, picture.height);
    const big = drawn(picture, width, height);
    const blob = await new Promise<Blob | null>((resolve) => big.toBlob(resolve, "image/jpeg", quality));
    const scale = previewSide / Math.max(width, height);
    const preview = drawn(picture, width * scale, height * scale).toDataURL("image/jpeg", quality);
    picture.close();
    return blob === null ? null : { blob, preview };
  } catch {
    // No picture that this browser can read: the person is told to choose another.
    return null;
  }
}

function drawn(picture: ImageBitmap, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
