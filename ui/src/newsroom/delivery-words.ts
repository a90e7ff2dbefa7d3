import type { Ability, DestinationKind, DeliveryStage, DeliveryStepKind, Trouble } from "../ipc";
import { fullTime, t, tIfKnown } from "../words/words.svelte";
import type { Key } from "../words/words.svelte";

/** How far a delivery has come. */
export function stageText(stage: DeliveryStage): string {
  if (stage.stage === "media") return t("stage.media", { number: stage.number, of: stage.of });
  if (stage.stage === "held") return t("stage.held", { at: fullTime(stage.until) });
  return t(`stage.${stage.stage}`);
}

export function stepText(kind: DeliveryStepKind): string {
  if (typeof kind === "object") {
    return "media" in kind
      ? t("step.media", { number: kind.media + 1 })
      : t("step.clear", { number: kind.clear + 1 });
  }
  return t(`step.${kind}`);
}

/** What happened and what to do next. */
export function troubleText({ kind, params }: Trouble): string {
  const named = Object.fromEntries(
    Object.entries(params ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const what = tIfKnown(`trouble.right.${named["what"] ?? ""}`);
  const sentence = t(`trouble.${kind}`, {
    host: t("failure.unnamed"),
    to: t("failure.unnamed"),
    path: t("failure.unnamed"),
    ...named,
    ...(what === null ? {} : { what }),
  });
  const said = [named["status"], named["code"], named["says"]].filter(Boolean).join(" · ");
  return said === "" ? sentence : `${sentence} (${said})`;
}

/** Whether another password may be all that it takes. */
export function wantsPassword({ kind }: Trouble): boolean {
  return ["noPassword", "keyringShut", "wrongPassword", "keyFile"].includes(kind);
}

export const abilityWords: Record<Ability, Key> = {
  write: "ability.write",
  upload: "ability.upload",
  publish: "ability.publish",
  chooseAuthor: "ability.chooseAuthor",
  nameCoauthors: "ability.nameCoauthors",
};

export function kindName(kind: DestinationKind["kind"]): string {
  return tIfKnown(`destination.kind.${kind}`) ?? kind;
}

/** The name of a field of an article as another system has it. */
export function fieldName(field: string): string {
  return tIfKnown(`delivery.field.${field}`) ?? field;
}
