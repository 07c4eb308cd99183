// What a call may throw.

/** A call failed: the contract's error record. What to do next follows from `kind`. */
export class QwenError extends Error {
  constructor(record) {
    super(record.hint ? `${record.message} (${record.hint})` : record.message);
    this.name = "QwenError";
    this.record = record;
    this.kind = record.kind;
    this.hint = record.hint;
    this.status = record.status;
    this.code = record.code;
    this.requestId = record.requestId;
    this.retryAfterMs = record.retryAfterMs;
    this.requestSent = record.requestSent;
  }
}

/** The component stopped. The next call has a new instance. */
export class ComponentError extends Error {
  constructor(cause) {
    super(cause?.message ?? String(cause), { cause });
    this.name = "ComponentError";
  }
}
