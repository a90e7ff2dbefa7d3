/** Which part of a photo is in sight at true size: 0 is the left or upper edge, 1 the other. */
export interface Part {
  x: number;
  y: number;
}

interface Size {
  width: number;
  height: number;
}

export const MIDDLE: Part = { x: 0.5, y: 0.5 };

/** Where the picture begins in a room that it may be larger than, in the same unit. */
export function leftEdge(part: number, picture: number, room: number): number {
  return (room - picture) * (picture <= room ? 0.5 : part);
}

/** The part under the hand follows the hand. */
export function partAfterDrag(part: Part, by: Part, picture: Size, room: Size): Part {
  const along = (from: number, moved: number, length: number, space: number) =>
    length <= space ? from : within(from - moved / (length - space));
  return {
    x: along(part.x, by.x, picture.width, room.width),
    y: along(part.y, by.y, picture.height, room.height),
  };
}

/** The part of a photo that is shown as a whole at a point of the room; `shape` is its width in
 *  heights. */
export function partAt(at: Part, shape: number, room: Size): Part {
  const height = Math.min(room.height, room.width / shape);
  const width = height * shape;
  return {
    x: within((at.x - (room.width - width) / 2) / width),
    y: within((at.y - (room.height - height) / 2) / height),
  };
}

function within(part: number): number {
  return Math.min(1, Math.max(0, Number.isFinite(part) ? part : 0.5));
}
