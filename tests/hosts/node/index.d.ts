// The package's types: the contract's records, as users write and read them. `wit/` documents each field with its unit, range
// and default. An arm without payload is its name; one with a payload is an object whose one key is its name.

/// <reference lib="esnext.disposable" />

/** How to open a provider. */
export interface Options {
  /** The API key; also as `QWEN_API_KEY` in `environment`. It is in the component's environment. */
  apiKey?: string;
  /** The base URL; absent for the one that the key tells. */
  baseUrl?: string;
  /** The provider's entry of a configuration, as `docs/configuration.md` has it. */
  config?: Record<string, unknown>;
  /** The component's environment besides; nothing else of this process's is in it. */
  environment?: Record<string, string>;
  /**
   * The origins that may be reached, such as `https://dashscope-intl.aliyuncs.com`; an empty list allows nothing. Absent for
   * the service's hosts and the base URL's origin; a base URL elsewhere allows its own origin alone.
   */
  allow?: string[];
  /** `qwen` where Node can suspend WebAssembly, else `qwen-sync`. */
  artifact?: "qwen" | "qwen-sync";
  /** Where `transpile.js` wrote to; absent for `generated` in this package. */
  folder?: string;
}

/** Ends a call early: its request ends at once, and its promise is rejected with the signal's reason. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** The provider that the options describe. */
export function open(options?: Options): Promise<Provider>;

/** Whether this Node can suspend WebAssembly, and so run `qwen.wasm` itself. */
export const isAsynchronous: boolean;

/** One configured provider. Calls may run at once: each has an instance of its own while it lasts. */
export class Provider {
  private constructor();
  /** All models that the endpoint serves. No I/O. */
  models(): Promise<Model[]>;
  /** The model that a reference names. No I/O. */
  resolve(reference: string): Promise<Model>;
  /** The model that is used when a request names none. No I/O. */
  defaultModel(): Promise<Model>;
  /** Where requests go, and which rule chose it. No I/O. */
  endpoint(): Promise<EndpointInfo>;
  /** Asks the default model one question and gives the words of its answer. */
  ask(prompt: string, options?: CallOptions): Promise<string>;
  /** Makes one call and gives the whole answer. A text is one message of the user. */
  chat(request: ChatRequest | string, options?: CallOptions): Promise<Completion>;
  /** Makes one call and gives its answer while it is written. */
  stream(request: ChatRequest | string, options?: CallOptions): Promise<ChatStream>;
  /** Tells what pictures and videos show. */
  describe(request: DescribeRequest, options?: CallOptions): Promise<Description>;
  /** Asks for leave to lend the provider one file. */
  prepareUpload(request: UploadRequest, options?: CallOptions): Promise<Form>;
  readonly video: Videos;
  /** Ends what is idle. Calls under way go on. */
  close(): Promise<void>;
}

/** Making videos. A task runs for minutes at the provider: look again as `nextPollMs` advises. */
export interface Videos {
  /** What a request would come to. No I/O. */
  estimate(request: VideoRequest | string, options?: CallOptions): Promise<Quote>;
  /** Submits a task. Costs money, and is sent once. */
  submit(request: VideoRequest | string, options?: CallOptions): Promise<Task>;
  /** Looks at a task, with one request. */
  poll(id: string, model?: string, options?: CallOptions): Promise<Task>;
  /** Cancels a task that is still pending. */
  cancel(id: string, options?: CallOptions): Promise<Task>;
  /** Lists the account's tasks, newest first. */
  tasks(filter?: TaskFilter, options?: CallOptions): Promise<TaskSummary[]>;
}

/**
 * The events of an answer, to be taken once: `for await (const event of stream)`. Leaving the loop ends the request. Read it to
 * its end or leave it: one that is forgotten keeps its request and its instance for as long as the program runs, and with `qwen`
 * the program too.
 */
export class ChatStream implements AsyncIterableIterator<Event> {
  private constructor();
  /** Settles when the answer was read to its end or left, and not by itself: with the completion, or with the error. */
  readonly completion: Promise<Completion>;
  next(): Promise<IteratorResult<Event, undefined>>;
  /** Ends the request, unless it has ended, also while `next` waits: that one is done then. */
  return(): Promise<IteratorResult<Event, undefined>>;
  /** What `await using` calls: `return`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Reads what is left, and gives the completion. */
  finish(): Promise<Completion>;
  [Symbol.asyncIterator](): this;
}

/** A call failed. What to do next follows from `kind`; `requestSent` says whether it may have cost money. */
export class QwenError extends Error {
  readonly record: ErrorRecord;
  readonly kind: ErrorKind;
  readonly hint?: string;
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly requestSent: boolean;
}

/** The component stopped. The next call has a new instance. */
export class ComponentError extends Error {}

/** A word of the provider that this version of the contract has no arm for. */
export interface Other {
  other: string;
}

export type ErrorKind =
  | "invalid-request"
  | "unauthorized"
  | "permission-denied"
  | "billing"
  | "not-found"
  | "unsupported"
  | "rate-limited"
  | "quota-exhausted"
  | "content-filtered"
  | "context-exceeded"
  | "overloaded"
  | "timeout"
  | "network"
  | "bad-response"
  | "cancelled"
  | "denied-by-host"
  | Other;

export interface ErrorRecord {
  kind: ErrorKind;
  message: string;
  hint?: string;
  status?: number;
  code?: string;
  requestId?: string;
  retryAfterMs?: number;
  requestSent: boolean;
}

export interface Warning {
  code: string;
  message: string;
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cachedInputTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
}

export interface Cost {
  currency: string;
  micros: number;
  pricesAsOf: string;
}

export interface Model {
  id: string;
  ref: string;
  name: string;
  input: ("text" | "image" | "video" | "audio" | Other)[];
  contextWindow: number;
  outputLimit: number;
  thinking: "none" | "optional-off" | "optional-on" | "always";
  thinkingBudgetLimit?: number;
  plans: Plan[];
  prices: Price[];
  source: string;
  asOf: string;
}

export type Plan = "standard" | "coding";
export type Region = "global" | "china" | Other;

export interface Price {
  region: Region;
  currency: string;
  tiers: PriceTier[];
}

export interface PriceTier {
  upToInputTokens?: number;
  inputMicros: number;
  outputMicros: number;
  thinkingOutputMicros?: number;
}

export interface EndpointInfo {
  baseUrl: string;
  plan?: Plan;
  region?: Region;
  native: boolean;
  chosenBy: string;
}

export interface ChatRequest {
  model?: string;
  messages: Message[];
  tools?: Tool[];
  toolChoice?: "auto" | "none" | "required" | { function: string };
  parallelToolCalls?: boolean;
  responseFormat?: "text" | "json-object" | { "json-schema": JsonSchema };
  thinking?: "off" | "minimal" | "low" | "medium" | "high" | "xhigh" | "adaptive" | "max";
  thinkingBudget?: number;
  preserveThinking?: boolean;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  presencePenalty?: number;
  repetitionPenalty?: number;
  seed?: number;
  stop?: string[];
  timeouts?: Timeouts;
  retryBudgetMs?: number;
  extraJson?: string;
}

export interface Timeouts {
  connectMs?: number;
  firstByteMs?: number;
  betweenBytesMs?: number;
  totalMs?: number;
}

/** A text stands for a list of one text part, and for an answer that is nothing but words. */
export type Message =
  | { system: string | (string | TextPart)[] }
  | { user: string | Part[] }
  | { assistant: string | AssistantMessage }
  | { tool: { callId: string; content: string | Part[] } };

export interface AssistantMessage {
  text?: string;
  reasoning?: string;
  toolCalls?: ToolCall[];
  status?: "complete" | "partial" | "failed" | "aborted";
  model?: string;
}

export type Part =
  | { text: string | TextPart }
  | { image: string | ImagePart }
  | { video: VideoPart }
  | { audio: string | { url: string; format?: string } };

export interface TextPart {
  text: string;
  cache?: boolean;
}

export interface ImagePart {
  url: string;
  minPixels?: number;
  maxPixels?: number;
  cache?: boolean;
}

export interface VideoPart {
  source: { file: string } | { frames: string[] };
  fps?: number;
  totalPixels?: number;
  cache?: boolean;
}

export interface ToolCall {
  id: string;
  name: string;
  argumentsJson: string;
}

export interface Tool {
  name: string;
  description?: string;
  parametersJson?: string;
}

export interface JsonSchema {
  name: string;
  schemaJson: string;
  strict?: boolean;
}

/** One step of an answer: exactly one of these is there. */
export interface Event {
  text?: string;
  reasoning?: string;
  "tool-call-started"?: { index: number; id: string; name: string };
  "tool-call-arguments"?: { index: number; fragment: string };
  "tool-call-finished"?: ToolCall;
  usage?: Usage;
  warning?: Warning;
}

export interface Completion {
  id: string;
  model: string;
  text: string;
  reasoning: string;
  toolCalls: ToolCall[];
  finishReason: "stop" | "length" | "tool-calls" | "content-filter" | Other;
  usage?: Usage;
  cost?: Cost;
  warnings: Warning[];
  requestId?: string;
}

export interface DescribeRequest {
  model?: string;
  media: ({ image: string } | { video: string })[];
  prompt?: string;
  maxCharacters?: number;
}

export interface Description {
  text: string;
  model: string;
  usage?: Usage;
  warnings: Warning[];
  requestId?: string;
}

export interface VideoRequest {
  model?: string;
  prompt?: string;
  negativePrompt?: string;
  inputs?: VideoInput[];
  size?: string;
  aspectRatio?: string;
  resolution?: string;
  durationSeconds?: number;
  audio?: boolean;
  watermark?: boolean;
  promptExtend?: boolean;
  shotType?: "single" | "multi";
  seed?: number;
  extraJson?: string;
}

/** An input: its role, and its URL. */
export type VideoInput =
  | { image: string }
  | { video: string }
  | { audio: string }
  | { "first-frame": string }
  | { "last-frame": string }
  | { "first-clip": string }
  | { "reference-image": string }
  | { "reference-video": string }
  | { "reference-audio": string }
  | { other: { role: string; url: string } };

export interface Quote {
  model: string;
  cost?: Cost;
  warnings: Warning[];
}

export interface Task {
  id: string;
  model?: string;
  prompt?: string;
  status: "pending" | "running" | "cancelled" | "expired" | { succeeded: Output } | { failed: ErrorRecord };
  nextPollMs?: number;
  submittedAt?: number;
  endedAt?: number;
  warnings: Warning[];
  requestId?: string;
}

export interface Output {
  urls: string[];
  expiresAt?: number;
  durationSeconds?: number;
  billedSeconds?: number;
  size?: string;
  resolution?: string;
  aspectRatio?: string;
  cost?: Cost;
}

export interface TaskSummary {
  id: string;
  model?: string;
  state: "pending" | "running" | "succeeded" | "failed" | "cancelled" | "expired" | Other;
  submittedAt?: number;
  endedAt?: number;
  requestId?: string;
}

export interface TaskFilter {
  since?: number;
  until?: number;
  model?: string;
  page?: number;
  pageSize?: number;
}

export interface UploadRequest {
  model: string;
  fileName: string;
}

/** Where and how to send the file. Its fields are as good as a key: do not log them. */
export interface Form {
  url: string;
  fields: { name: string; value: string }[];
  reference: string;
  expiresInSeconds?: number;
  maxBytes?: number;
}
