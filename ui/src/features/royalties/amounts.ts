import type { Rate } from "../../ipc";

/** A whole number of đồng as somebody types it, `150.000`, `-50,000`; null where it is none. */
export function readDong(text: string): number | null {
  const plain = text.replace(/[\s\u00a0đ]/g, "").replace(/[.,](?=\d{3}(\D|$))/g, "");
  return /^[-+−]?\d+$/.test(plain) ? Number(plain.replace("−", "-")) : null;
}

/** A coefficient in hundredths, from `1,5` or `1.5`; null where it is none. */
export function readCoefficient(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 100);
}

/** What a rate comes to, as the core reckons it. */
export function amountOf(rate: Rate, unit: number): number {
  return rate.kind === "dong" ? rate.amount : Math.floor((rate.hundredths * unit + 50) / 100);
}

/** The rate that somebody typed; null where it is none. */
export function readRate(kind: Rate["kind"], text: string): Rate | null {
  if (kind === "dong") {
    const amount = readDong(text);
    return amount === null || amount < 0 ? null : { kind, amount };
  }
  const hundredths = readCoefficient(text);
  return hundredths === null ? null : { kind, hundredths };
}

/** `2026-11` so many months on. */
export function monthAfter(month: string, by: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  const number = String((at % 12) + 1).padStart(2, "0");
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${number}`;
}

/** The month of a moment in a zone, given in minutes from UTC. */
export function monthOf(at: number, zone: number): string {
  return new Date(at + zone * 60_000).toISOString().slice(0, 7);
}
