/**
 * What is done to a photo for one use of it. The core describes the text it is stored as
 * (`photo/edits.rs`); here are its parts, and where they lie on screen.
 */

/** A whole side of the frame, in the units of areas and points. */
export const WHOLE = 10_000;
export const CROP_MIN = 200;
/** In hundredths of a degree, either way. */
export const STRAIGHTEN_LIMIT = 1_500;
/** In tenths of a stop, either way. */
export const LIGHT_LIMIT = 20;
export const BLUR_LIMIT = 40;

/** In ten-thousandths of the frame: the photo turned and straightened, not yet cropped. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PhotoEdits {
  /** Clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
  readonly straighten: number;
  readonly light: number;
  readonly crop: Area | null;
  readonly focus: Point | null;
  readonly blurs: readonly Area[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ALL: Area = { x: 0, y: 0, width: WHOLE, height: WHOLE };

export const noEdits: PhotoEdits = {
  turn: 0,
  straighten: 0,
  light: 0,
  crop: null,
  focus: null,
  blurs: [],
};

/** Reads stored edits; what is not understood counts as none, for the core has the last word. */
export function parseEdits(text: string): PhotoEdits {
  let edits = noEdits;
  if (text === "") return edits;
  for (const part of text.split(";")) {
    const [name = "", value = ""] = part.split("=");
    const numbers = value.split(",").map(Number);
    if (!numbers.every(Number.isInteger)) return noEdits;
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    switch (name) {
      case "turn":
        if (x !== 90 && x !== 180 && x !== 270) return noEdits;
        edits = { ...edits, turn: x };
        break;
      case "straighten":
        edits = { ...edits, straighten: x };
        break;
      case "light":
        edits = { ...edits, light: x };
        break;
      case "crop":
        edits = { ...edits, crop: { x, y, width, height } };
        break;
      case "focus":
        edits = { ...edits, focus: { x, y } };
        break;
      case "blur":
        edits = { ...edits, blurs: [...edits.blurs, { x, y, width, height }] };
        break;
      default:
        return noEdits;
    }
  }
  return edits;
}

/** The one text for these edits. */
export function printEdits({ turn, straighten, light, crop, focus, blurs }: PhotoEdits): string {
  const area = ({ x, y, width, height }: Area) => [x, y, width, height].join(",");
  const whole = crop === null || area(crop) === area(ALL);
  return [
    turn !== 0 && `turn=${turn}`,
    straighten !== 0 && `straighten=${straighten}`,
    light !== 0 && `light=${light}`,
    !whole && `crop=${area(crop)}`,
    focus && `focus=${focus.x},${focus.y}`,
    ...blurs.map((blur) => `blur=${area(blur)}`),
  ]
    .filter(Boolean)
    .join(";");
}

/** The frame of a photo in pixels: straightening keeps its shape. */
export function frameSize({ width, height }: Size, { turn, straighten }: PhotoEdits): Size {
  const turned = turn === 90 || turn === 270 ? { width: height, height: width } : { width, height };
  const scale = straightenScale(turned, straighten);
  return { width: turned.width / scale, height: turned.height / scale };
}

/** How much larger a straightened picture is drawn so that its frame has no empty corner. */
export function straightenScale({ width, height }: Size, straighten: number): number {
  const angle = (Math.abs(straighten) / 100) * (Math.PI / 180);
  const longer = Math.max(width / height, height / width);
  return Math.cos(angle) + longer * Math.sin(angle);
}

/** What is shown of a photo in pixels of the original, at least one each way. */
export function shownSize(photo: Size, edits: PhotoEdits): Size {
  const frame = frameSize(photo, edits);
  const { width, height } = edits.crop ?? ALL;
  return {
    width: Math.max(1, Math.round((frame.width * width) / WHOLE)),
    height: Math.max(1, Math.round((frame.height * height) / WHOLE)),
  };
}

/** The edits after a quarter turn: what was marked stays on what it marks. */
export function turned(edits: PhotoEdits, way: "left" | "right"): PhotoEdits {
  const right = way === "right";
  const area = ({ x, y, width, height }: Area): Area => ({
    x: right ? WHOLE - y - height : y,
    y: right ? x : WHOLE - x - width,
    width: height,
    height: width,
  });
  const { turn, crop, focus, blurs } = edits;
  return {
    ...edits,
    turn: ((turn + (right ? 90 : 270)) % 360) as PhotoEdits["turn"],
    crop: crop && area(crop),
    focus: focus && {
      x: right ? WHOLE - focus.y : focus.y,
      y: right ? focus.x : WHOLE - focus.x,
    },
    blurs: blurs.map(area),
  };
}

/** The largest crop of a shape (`ratio` is width by height) around the middle of `around`. */
export function cropTo(ratio: number, frame: Size, around: Area): Area {
  const inFrame = ratio * (frame.height / frame.width);
  const width = Math.min(WHOLE, Math.round(WHOLE * inFrame));
  const height = Math.min(WHOLE, Math.round(WHOLE / inFrame));
  return moved({
    x: Math.round(around.x + around.width / 2 - width / 2),
    y: Math.round(around.y + around.height / 2 - height / 2),
    width,
    height,
  });
}

/** An area brought back into the frame, as large as it is. */
export function moved(area: Area): Area {
  const within = (at: number, length: number) => Math.max(0, Math.min(WHOLE - length, at));
  return { ...area, x: within(area.x, area.width), y: within(area.y, area.height) };
}

export type Edge = "n" | "e" | "s" | "w" | "ne" | "se" | "sw" | "nw";

/**
 * An area with an edge or corner pulled by a distance; the opposite one stays. With a ratio (in
 * units of the frame) it keeps its shape, as large as the frame allows.
 */
export function pulled(
  area: Area,
  edge: Edge,
  by: Point,
  smallest: number,
  ratio: number | null,
): Area {
  const west = edge.includes("w");
  const north = edge.includes("n");
  const right = area.x + area.width;
  const bottom = area.y + area.height;
  const roomX = west ? right : WHOLE - area.x;
  const roomY = north ? bottom : WHOLE - area.y;
  const clamp = (length: number, room: number) => Math.max(smallest, Math.min(room, length));
  let width = area.width;
  let height = area.height;
  if (west) width = clamp(area.width - by.x, roomX);
  else if (edge.includes("e")) width = clamp(area.width + by.x, roomX);
  if (north) height = clamp(area.height - by.y, roomY);
  else if (edge.includes("s")) height = clamp(area.height + by.y, roomY);
  if (ratio !== null) {
    const sideways = edge === "e" || edge === "w" || (edge.length === 2 && width / height > ratio);
    if (sideways) height = width / ratio;
    else width = height * ratio;
    const fit = Math.min(1, roomX / width, roomY / height);
    const grow = Math.max(fit, smallest / Math.min(width, height));
    width *= grow;
    height *= grow;
  }
  width = Math.round(width);
  height = Math.round(height);
  return moved({
    x: west ? right - width : area.x,
    y: north ? bottom - height : area.y,
    width: Math.min(WHOLE, width),
    height: Math.min(WHOLE, height),
  });
}
