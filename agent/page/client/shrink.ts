/** Makes a photo small before it is sent. */

/** At most 1280 pixels a side, and as much less as 400 KB want. Null for what is no picture. */
export function shrink(file: File, done: (small: Blob | null) => void): void {
  const image = new Image();
  const address = URL.createObjectURL(file);
  const sizes = [
    [1280, 0.8],
    [1024, 0.7],
    [800, 0.6],
  ];
  const attempt = (at: number): void => {
    const [side = 800, goodness = 0.6] = sizes[at] || [];
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = canvas.getContext("2d");
    if (context === null) {
      done(null);
      return;
    }
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    blobOf(canvas, goodness, (blob) =>
      blob !== null && blob.size > 400_000 && at + 1 < sizes.length ? attempt(at + 1) : done(blob),
    );
  };
  image.onload = () => {
    attempt(0);
    URL.revokeObjectURL(address);
  };
  image.onerror = () => done(null);
  image.src = address;
}

/** Browsers before 2016 have no `toBlob`. */
function blobOf(canvas: HTMLCanvasElement, goodness: number, done: (blob: Blob | null) => void): void {
  if (typeof canvas.toBlob === "function") {
    canvas.toBlob(done, "image/jpeg", goodness);
    return;
  }
  const text = atob(canvas.toDataURL("image/jpeg", goodness).split(",")[1] || "");
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  done(new Blob([bytes], { type: "image/jpeg" }));
}
