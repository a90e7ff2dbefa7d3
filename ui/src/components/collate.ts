const order = new Intl.Collator("vi", { numeric: true });

/** The order of two texts in a list: the Vietnamese one, as the core has it, whatever language the
 *  screens speak. */
export function inOrder(a: string, b: string): number {
  return order.compare(a, b);
}
