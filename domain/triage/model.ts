import { isUnsure, triageByRules, type Triaged, type TriageMessage } from './triage';

/** What judges a message before it is received: the rules, or the rules and a model. Never rejects. */
export type Triage = (message: TriageMessage) => Promise<Triaged>;

/** A model that can be plugged in. It keeps its own time limit; what it rejects with is taken as "cannot say". */
export interface TriageModel {
  /** Lower-case word that stands in the reasons. */
  readonly name: string;
  judge(message: TriageMessage): Promise<Pick<Triaged, 'group' | 'confidence' | 'hidden'>>;
}

/**
 * The rules with a model beside them. The model decides what the rules are not sure of; it may raise anything to urgent and cannot talk
 * urgency down. Where both are sure and differ, a person decides. Ask before the transaction: a model may be slow.
 */
export function withModel(model: TriageModel): Triage {
  const reason = `model_${model.name}`;
  return async (message) => {
    const rules = triageByRules(message);
    const said = await model.judge(message).catch(() => null);
    if (!said || (rules.group === 'urgent' && !isUnsure(rules))) return rules;
    if (said.group === rules.group) return { ...rules, confidence: Math.max(rules.confidence, said.confidence) };
    if (isUnsure(rules) || (said.group === 'urgent' && !isUnsure(said))) return { ...said, reasons: [reason] };
    if (isUnsure(said)) return rules;
    return { ...rules, confidence: DISPUTED, reasons: [...rules.reasons, 'model_disagrees'] };
  };
}

const DISPUTED = 0.5;
