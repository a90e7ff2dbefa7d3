import type { CheckKind, Failure, Gap, Role } from "../ipc";
import { fullTime, t, tIfKnown } from "../words/words.svelte";
import { checkWords, gapWords } from "./editorial";

/** What failed and what to do about it, in the language of the screens. The English message is
 *  for logs and never shown. */
export function failureText(failure: Failure): string {
  const missing = missingIn(failure);
  if (missing !== "") {
    const action = failure.params["action"] ?? "approve";
    return (
      tIfKnown(`failure.gaps.${action}`, { missing }) ?? t("failure.gaps.approve", { missing })
    );
  }
  const params = readable(failure);
  const ofAction = tIfKnown(`failure.${failure.code}.${failure.params["action"] ?? ""}`, params);
  return ofAction ?? tIfKnown(`failure.${failure.code}`, params) ?? t("failure.internal");
}

/** The first of the findings that a gate waits for: a line each, its rule and its passage. */
export function namedFindings({ params }: Failure): { name: string; passage: string }[] {
  const lines = (params["first"] ?? "").split("\n").filter((line) => line.includes("\t"));
  return lines.map((line) => {
    const at = line.indexOf("\t");
    const rule = line.slice(0, at);
    return { name: tIfKnown(`rule.${rule}`) ?? rule, passage: line.slice(at + 1) };
  });
}

/** What a gate waits for: gaps of the article, and checks that nobody has settled. */
function missingIn({ params }: Failure): string {
  const listed = (name: string) => params[name]?.split(",") ?? [];
  const gaps = listed("gaps").filter((gap): gap is Gap => Object.hasOwn(gapWords, gap));
  const checks = listed("checks").filter((kind): kind is CheckKind =>
    Object.hasOwn(checkWords, kind),
  );
  return [
    ...gaps.map((gap) => t(gapWords[gap])),
    ...checks.map((kind) => t("check.open", { check: t(checkWords[kind]).toLocaleLowerCase() })),
  ]
    .map((words) => words.toLocaleLowerCase())
    .join(", ");
}

/** Parameters as people read them: roles and times come as codes. */
function readable(failure: Failure): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(failure.params)) {
    if (value !== undefined) params[name] = value;
  }
  if (params["who"]) params["who"] = rolesText(params["who"]);
  const until = Date.parse(params["until"] ?? "");
  if (!Number.isNaN(until)) params["until"] = fullTime(until);
  const why = tIfKnown(`handOff.why.${params["why"] ?? ""}`);
  if (why) params["why"] = why;
  params["findings"] ??= "0";
  for (const name of ["file", "path", "what", "why", "from", "device", "photos"])
    params[name] ??= t("failure.unnamed");
  return params;
}

const roleNames: Record<Role, string> = {
  reporter: "role.reporter",
  editor: "role.editor",
  secretary: "role.secretary",
};

/** `editor,secretary` as "biên tập viên hoặc thư ký toà soạn". */
export function rolesText(roles: string): string {
  return roles
    .split(",")
    .map((role) => tIfKnown(roleNames[role.trim() as Role] ?? "") ?? role)
    .map((role) => role.toLocaleLowerCase())
    .join(` ${t("common.or")} `);
}
