import type { Language, Letterhead } from "../../ipc";

export const startsAs: Letterhead = {
  office: "",
  secondLine: "",
  place: "",
  footer: "",
  logo: null,
};

/** A day as it stands on letters: two digits for days below ten and for the months 1 and 2, as
 *  Nghị định 30/2020/NĐ-CP has it; the core writes it so, too. */
export function letterDay(day: Date, language: Language): string {
  if (language === "en") {
    return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }
  const month = day.getMonth() + 1;
  const two = (number: number) => String(number).padStart(2, "0");
  return `ngày ${two(day.getDate())} tháng ${month <= 2 ? two(month) : String(month)} năm ${String(day.getFullYear())}`;
}
