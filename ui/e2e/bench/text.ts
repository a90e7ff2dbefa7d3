/** Text of a given length in the words of a report. */

const SENTENCES = [
  "Sáng 12/9, Ban Thường vụ Huyện ủy họp cho ý kiến về dự thảo văn kiện đại hội.",
  "Đồng chí Bí thư đề nghị các chi bộ bám sát thực tiễn, lấy ý kiến rộng rãi của nhân dân.",
  "Đến nay 48/52 chi bộ trực thuộc đã tổ chức xong đại hội, đúng kế hoạch đề ra.",
  "Công tác chuẩn bị nhân sự được thực hiện công tâm, khách quan, đúng nguyên tắc.",
  "Các xã vùng cao kiến nghị sớm sửa chữa tuyến đường liên thôn trước mùa mưa lũ.",
];

/** Paragraphs of a hundred syllables or so, `syllables` together. */
export function paragraphs(syllables: number): string[] {
  const paragraphs: string[] = [];
  let current: string[] = [];
  let left = syllables;
  for (let index = 0; left > 0; index += 1) {
    const words = (SENTENCES[index % SENTENCES.length] ?? "").split(" ").slice(0, left);
    left -= words.length;
    current.push(...words);
    if (current.length >= 100 || left === 0) {
      paragraphs.push(current.join(" "));
      current = [];
    }
  }
  return paragraphs;
}
