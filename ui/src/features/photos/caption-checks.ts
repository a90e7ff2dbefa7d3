/** What a caption of a newsroom answers: who is seen, doing what, where and when. */
export type Question = "who" | "what" | "where" | "when";

interface Words {
  caption: string;
  people: string;
  places: readonly string[];
  created: string;
}

/** A day, a month or a word for one: `23/5`, `ngày 23 tháng 5`, `sáng nay`, `năm 2020`. */
const WHEN =
  /\d{1,2}[/.-]\d{1,2}|(?:ngày|tháng|năm|thứ|mùa)\s+\p{L}*\d*|chủ nhật|hôm (?:nay|qua)|(?:sáng|trưa|chiều|tối|đêm)\s|\b(?:on|in)\s+(?:\d|[JFMASOND]\p{L}+)|\b(?:yesterday|today|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b/iu;
/** A word for a place before a name, or `at …`. */
const WHERE =
  /(?:^|\s)(?:tại|ở|ngoài|trong|trước|trên|xã|phường|huyện|quận|tỉnh|thành phố|TP\.?|thôn|bản|làng|đường|sân|hội trường|trụ sở|nhà văn hóa|at|in|near)\s+\p{L}/iu;
/** Two words in a row that begin with capitals, not at the very beginning. */
const NAME = /[\p{Ll}\p{P}]\s+\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u;
const TITLE =
  /(?:^|\s)(?:đồng chí|ông|bà|anh|chị|đại biểu|người dân|học sinh|công nhân|lãnh đạo|bí thư|chủ tịch|mr|mrs|ms|residents|delegates)(?=\s|$)/iu;
/** Words that a sentence of what happens is at least made of. */
const SENTENCE_WORDS = 5;

/** Which of the four a caption answers, as far as its words show. A help, no judge. */
export function answered({ caption, people, places, created }: Words): Record<Question, boolean> {
  const text = caption.normalize("NFC").trim();
  const words = text.split(/\s+/).filter((word) => word !== "");
  const folded = text.toLocaleLowerCase();
  const named = (place: string) =>
    place.trim() !== "" && folded.includes(place.trim().toLocaleLowerCase());
  return {
    who: people.trim() !== "" || NAME.test(text) || TITLE.test(text),
    what: words.length >= SENTENCE_WORDS,
    where: places.some(named) || WHERE.test(text) || (text !== "" && places.some(filled)),
    when: WHEN.test(text) || (text !== "" && created.trim() !== ""),
  };
}

function filled(text: string): boolean {
  return text.trim() !== "";
}
