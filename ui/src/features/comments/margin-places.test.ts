import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { placeCards } from "./margin-places";
import type { Card } from "./margin-places";

const GAP = 10;
const FIRST = 20;

const card = (wanted: number | null, height: number): Card => ({ wanted, height });
const place = (cards: Card[], current = -1) => placeCards(cards, current, GAP, FIRST);

describe("cards beside the text", () => {
  test("stand at the height of their words", () => {
    expect(place([card(100, 50), card(300, 50)])).toEqual([100, 300]);
  });

  test("give way downwards where they would overlap", () => {
    expect(place([card(100, 50), card(120, 50), card(130, 50)])).toEqual([100, 160, 220]);
  });

  test("give way in both directions for the one that is looked at", () => {
    const cards = [card(100, 50), card(120, 50), card(130, 50)];
    expect(place(cards, 1)).toEqual([60, 120, 180]);
    expect(place(cards, 2)).toEqual([10, 70, 130]);
  });

  test("stand first where they are about no words", () => {
    expect(place([card(null, 30), card(null, 30), card(400, 30)])).toEqual([20, 60, 400]);
    expect(place([card(null, 30), card(0, 30)], 1)).toEqual([-20, 20]);
  });

  test("are none where there are none", () => {
    expect(place([])).toEqual([]);
  });
});

test("none overlaps, the order is kept and the one looked at is where it wants to be", () => {
  const wanted = fc.option(fc.integer({ min: -200, max: 2_000 }));
  const any = fc.record({ wanted, height: fc.integer({ min: 1, max: 300 }) });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), fc.nat(), (cards, one) => {
      // One in so many looks at none.
      const current = (one % (cards.length + 1)) - 1;
      const tops = place(cards, current);
      const alone = (at: number) => Math.max(FIRST, cards[at]?.wanted ?? FIRST);
      expect(tops).toHaveLength(cards.length);
      if (current >= 0) expect(tops[current]).toBe(alone(current));
      for (let at = 1; at < tops.length; at += 1) {
        const above = Number(tops[at - 1]) + Number(cards[at - 1]?.height) + GAP;
        expect(Number(tops[at])).toBeGreaterThanOrEqual(above);
        // Below the one looked at, a card is lower than it wants only where another is in its way.
        if (at > current) expect(tops[at]).toBe(Math.max(above, alone(at)));
      }
      for (let at = 0; at < current; at += 1) {
        const room = Number(tops[at + 1]) - Number(cards[at]?.height) - GAP;
        expect(tops[at]).toBe(Math.min(room, alone(at)));
      }
    }),
    { numRuns: 1_000 },
  );
});
