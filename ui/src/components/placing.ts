/** Where things float over the window without lying on what somebody is looking at. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Size {
  width: number;
  height: number;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Where a strip of tools goes that belongs to `anchor`: above it, else below it, else at an edge of
 * `room`; the first place that is in sight and leaves `avoid` free. Null where nothing of the
 * anchor is in sight.
 */
export function placeStrip(
  size: Size,
  anchor: Box,
  room: Box,
  avoid: Box,
  gap = 6,
): { left: number; top: number } | null {
  if (anchor.bottom <= room.top || anchor.top >= room.bottom) return null;
  const left = Math.max(room.left + gap, Math.min(anchor.left, room.right - size.width - gap));
  const tops = [
    anchor.top - size.height - gap,
    anchor.bottom + gap,
    room.top + gap,
    room.bottom - size.height - gap,
  ];
  const free = tops.find((top) => {
    const strip = { left, top, right: left + size.width, bottom: top + size.height };
    return top >= room.top && strip.bottom <= room.bottom && !overlaps(strip, avoid);
  });
  return { left, top: free ?? room.top + gap };
}

export type Corner = "bottomRight" | "topRight" | "bottomLeft" | "topLeft";
const corners: Corner[] = ["bottomRight", "topRight", "bottomLeft", "topLeft"];

/**
 * The corner of the window for something of this size. It stays where it is as long as that lies
 * on nothing `taken`.
 */
export function freeCorner(now: Corner, size: Size, inside: Box, taken: readonly Box[]): Corner {
  const isFree = (corner: Corner): boolean => {
    const box = cornerBox(corner, size, inside);
    return !taken.some((other) => overlaps(box, other));
  };
  return [now, ...corners].find(isFree) ?? now;
}

function cornerBox(corner: Corner, { width, height }: Size, inside: Box): Box {
  const left = corner.endsWith("Left") ? inside.left : inside.right - width;
  const top = corner.startsWith("top") ? inside.top : inside.bottom - height;
  return { left, top, right: left + width, bottom: top + height };
}
