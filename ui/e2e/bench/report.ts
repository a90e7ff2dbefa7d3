/** Figures as a person reads them. */

export function median(figures: number[]): number {
  return percentile(figures, 0.5);
}

/** The smallest figure that at least this share of them do not exceed. */
export function percentile(figures: number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

export function table(title: string, head: string[], rows: string[][]): void {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ");
  process.stdout.write(`\n${title}\n${all.map((row) => `  ${line(row)}`).join("\n")}\n`);
}
