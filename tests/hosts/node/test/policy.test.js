// What may be reached, as a table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { policy } from "../src/policy.js";

const INTL = "https://dashscope-intl.aliyuncs.com";
const PROXY = "https://proxy.example.com:8443/v1";

const ROWS = [
  // The allow-list, the base URL, whether over TLS, where to, and whether it is allowed.
  [undefined, undefined, true, "dashscope-intl.aliyuncs.com", true],
  [undefined, undefined, true, "DASHSCOPE-INTL.aliyuncs.com:443", true],
  [undefined, undefined, false, "dashscope-intl.aliyuncs.com", false],
  [undefined, undefined, true, "dashscope-intl.aliyuncs.com:8443", false],
  [undefined, undefined, true, "dashscope-intl.aliyuncs.com.evil.example", false],
  [undefined, undefined, true, "evil.example", false],
  [undefined, "https://ws.eu-1.maas.aliyuncs.com/v1", true, "ws.eu-1.maas.aliyuncs.com", true],
  [undefined, "https://ws.eu-1.maas.aliyuncs.com/v1", true, "dashscope.aliyuncs.com", true],
  [undefined, PROXY, true, "proxy.example.com:8443", true],
  [undefined, PROXY, true, "proxy.example.com", false],
  [undefined, PROXY, true, "dashscope-intl.aliyuncs.com", false],
  [undefined, "http://dashscope-intl.aliyuncs.com/v1", true, "dashscope-intl.aliyuncs.com", false],
  [undefined, "http://[::1]:8080/v1", false, "[::1]:8080", true],
  [undefined, "ftp://dashscope-intl.aliyuncs.com", true, "dashscope-intl.aliyuncs.com", false],
  [undefined, "https://*.aliyuncs.com/v1", true, "dashscope-intl.aliyuncs.com", false],
  [undefined, "no URL", true, "dashscope-intl.aliyuncs.com", false],
  [[], undefined, true, "dashscope-intl.aliyuncs.com", false],
  [[INTL], PROXY, true, "proxy.example.com:8443", false],
  [[INTL], PROXY, true, "dashscope-intl.aliyuncs.com", true],
  [[INTL], undefined, true, "user@dashscope-intl.aliyuncs.com", true],
  [[INTL], undefined, true, "dashscope-intl.aliyuncs.com@evil.example", false],
  [[INTL], undefined, true, "not an authority", false],
];

test("an origin is allowed or not", () => {
  for (const [allow, baseUrl, secure, authority, allowed] of ROWS) {
    assert.equal(policy(allow, baseUrl)(secure, authority), allowed, JSON.stringify([allow, baseUrl, secure, authority]));
  }
});

test("what is no origin is refused when the provider is opened", () => {
  const mistakes = ["dashscope-intl.aliyuncs.com", "https://*.aliyuncs.com", "localhost:8080", "ftp://example.com", "*"];
  for (const mistake of mistakes) {
    assert.throws(() => policy(["https://example.com", mistake]), TypeError, mistake);
  }
});
