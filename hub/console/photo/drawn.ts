/** A picture drawn smaller, for whoever sends photos. */

/** What every photo is sent as. */
const type = "image/jpeg";

export type Size = { width: number; height: number };

/** The size that fits, in whole pixels. */
export function fitted({ width, height }: Size, longestSide: number): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function drawn(picture: ImageBitmap, longestSide: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), fitted(picture, longestSide));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export const jpegOf = (canvas: HTMLCanvasElement, quality: number) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
