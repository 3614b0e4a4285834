/** Photos that are not handed in yet, kept in the browser under the name of their form's draft. */
import { useEffect, useState } from "react";
import { base } from "./browser-base.ts";
import { type Photo, shrinkPhoto } from "./shrink-photo.ts";

export function usePhotos(draft: string): [photos: readonly Photo[], change: (photos: readonly Photo[]) => void] {
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  useEffect(() => {
    let isHere = true;
    void keptPhotos(draft).then((found) => {
      // What was taken meanwhile is newer than what was kept.
      if (isHere && found.length > 0) setPhotos((taken) => (taken.length > 0 ? taken : found));
    });
    return () => {
      isHere = false;
    };
  }, [draft]);
  const change = (next: readonly Photo[]) => {
    setPhotos(next);
    void keepPhotos(
      draft,
      next.map(({ blob }) => blob),
    );
  };
  return [photos, change];
}

async function keptPhotos(draft: string): Promise<Photo[]> {
  try {
    const blobs = (await (await base()).get("photos", draft)) ?? [];
    return (await Promise.all(blobs.map(shrinkPhoto))).filter((photo) => photo !== null);
  } catch {
    // The browser keeps nothing: the form begins without photos.
    return [];
  }
}

export async function keepPhotos(draft: string, blobs: readonly Blob[]): Promise<void> {
  try {
    const database = await base();
    if (blobs.length === 0) await database.delete("photos", draft);
    else await database.put("photos", [...blobs], draft);
  } catch {
    // They last as long as the page; the head of the page says so when something waits to be sent.
  }
}
