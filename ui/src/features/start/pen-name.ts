/** The pen name most reporters choose: the last two syllables of the name, "Nguyễn Thị Thanh
 *  Mai" signs "Thanh Mai". Only a suggestion; the field stays open. */
export function suggestedPenName(name: string): string {
  return name.normalize("NFC").trim().split(/\s+/).slice(-2).join(" ");
}
