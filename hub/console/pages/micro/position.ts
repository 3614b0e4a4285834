/** Where this telephone is, or why it does not say. */

export type Position = { lon: number; lat: number; accuracyM: number };
export type NoPosition = "insecure" | "missing" | "denied" | "unavailable" | "timeout";
export type Found = { is: "here"; position: Position } | { is: "nowhere"; why: NoPosition };

const timeoutMs = 15_000;
const whys: Record<number, NoPosition> = { 1: "denied", 2: "unavailable", 3: "timeout" };

/** Browsers tell it to encrypted pages only. */
export function locate(): Promise<Found> {
  if (!isSecureContext) return Promise.resolve({ is: "nowhere", why: "insecure" });
  if (!("geolocation" in navigator)) return Promise.resolve({ is: "nowhere", why: "missing" });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ is: "here", position: rounded(coords) }),
      ({ code }) => resolve({ is: "nowhere", why: whys[code] ?? "unavailable" }),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 30_000 },
    );
  });
}

/** A metre is the sixth decimal at most. */
function rounded({ longitude, latitude, accuracy }: GeolocationCoordinates): Position {
  const cut = (n: number) => Math.round(n * 1e6) / 1e6;
  return { lon: cut(longitude), lat: cut(latitude), accuracyM: Math.min(100_000, Math.round(accuracy)) };
}
