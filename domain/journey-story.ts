/**
 * What the source of a stage says that it does, in the order of the source: the stages that it may go on at, the messages that it may
 * send, the playbooks that it hands over by, why it does so, the events that it waits for, how long its waits are, and with which outcomes it may end.
 */
export interface StageStory {
  /** The docstring, without its marks. */
  readonly story: string;
  readonly next: readonly string[];
  readonly messages: readonly string[];
  readonly playbooks: readonly string[];
  readonly asks: readonly string[];
  readonly waitsFor: readonly string[];
  readonly waits: readonly string[];
  readonly outcomes: readonly string[];
}

/** A journey as its source tells it. Written by workflows/generate.mjs, so that what people read is what runs. */
export interface JourneyStory {
  /** The docstring of the journey. */
  readonly story: string;
  readonly stages: Readonly<Record<string, StageStory>>;
}

/** What is known of a stage whose source nobody has read: nothing. */
export const UNTOLD: StageStory = {
  story: '',
  next: [],
  messages: [],
  playbooks: [],
  asks: [],
  waitsFor: [],
  waits: [],
  outcomes: [],
};
