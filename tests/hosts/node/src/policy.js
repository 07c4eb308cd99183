// What may be reached. Pure: knows neither Node nor the component.

/** The service's own hosts, as the DashScope API reference has them in November 2026. */
const SERVICE = [
  "dashscope.aliyuncs.com",
  "dashscope-intl.aliyuncs.com",
  "dashscope-us.aliyuncs.com",
  "coding.dashscope.aliyuncs.com",
  "coding-intl.dashscope.aliyuncs.com",
  "cn-hongkong.dashscope.aliyuncs.com",
  "batch.dashscope.aliyuncs.com",
  "token-plan.cn-beijing.maas.aliyuncs.com",
  "token-plan.ap-southeast-1.maas.aliyuncs.com",
].map((host) => `https://${host}`);

/**
 * A function that says whether a request to an origin is allowed. An origin is a scheme, a host and a port, such as
 * `https://dashscope-intl.aliyuncs.com` or `http://127.0.0.1:8080`; an empty list allows nothing.
 *
 * Without a list: the service's hosts, and the base URL's origin; a base URL elsewhere allows its own origin alone.
 */
export function policy(allow, baseUrl) {
  const origins = new Set((allow ?? usual(baseUrl)).map(checked));
  return (secure, authority) => {
    try {
      return origins.has(new URL(`${secure ? "https" : "http"}://${authority}`).origin);
    } catch {
      return false;
    }
  };
}

/** An origin as URLs have it. One that no request could match is a mistake, and not a rule. */
function checked(given) {
  const { protocol, origin, hostname } = new URL(given);
  if (!["http:", "https:"].includes(protocol) || hostname.includes("*")) {
    throw new TypeError(`allow takes origins such as https://dashscope-intl.aliyuncs.com, without "*", and not ${given}`);
  }
  return origin;
}

function usual(baseUrl) {
  if (baseUrl === undefined) {
    return SERVICE;
  }
  // What is no URL is refused by the component, in better words.
  const own = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!["http:", "https:"].includes(own?.protocol) || own.hostname.includes("*")) {
    return [];
  }
  const isService = own.protocol === "https:" && own.hostname.endsWith(".aliyuncs.com");
  return isService ? [...SERVICE, own.origin] : [own.origin];
}
