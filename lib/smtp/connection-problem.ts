/**
 * Why no session came about, as exactly as the world tells: each has its sentence in messages/ under
 * `senders.problem`. Names are stable, they are kept in rows.
 */
export const connectionProblems = [
  "host_not_found",
  "name_servers_silent",
  "address_forbidden",
  "connection_refused",
  "unreachable",
  "timed_out",
  "greeting_timed_out",
  "closed",
  "greeting_refused",
  "ehlo_refused",
  "not_smtp",
  "starttls_not_offered",
  "starttls_refused",
  "tls_failed",
  "tls_not_spoken",
  "certificate_expired",
  "certificate_not_yet_valid",
  "certificate_other_name",
  "certificate_self_signed",
  "certificate_untrusted",
  "client_certificate_refused",
  "auth_rejected",
  "auth_unavailable",
  "auth_not_offered",
  "auth_method_not_offered",
  "auth_needs_encryption",
  "token_refused",
  "token_unavailable",
] as const;
export type ConnectionProblem = (typeof connectionProblems)[number];

/** What kind of trouble it is, for whoever must choose between waiting and asking a person. */
export type ConnectionTrouble = "unreachable" | "refused" | "tls" | "certificate" | "auth";

export function troubleOf(problem: ConnectionProblem): ConnectionTrouble {
  switch (problem) {
    case "host_not_found":
    case "name_servers_silent":
    case "address_forbidden":
    case "connection_refused":
    case "unreachable":
    case "timed_out":
    case "greeting_timed_out":
    case "closed":
    case "token_unavailable":
      return "unreachable";
    case "greeting_refused":
    case "ehlo_refused":
    case "not_smtp":
    case "auth_unavailable":
      return "refused";
    case "starttls_not_offered":
    case "starttls_refused":
    case "tls_failed":
    case "tls_not_spoken":
      return "tls";
    case "certificate_expired":
    case "certificate_not_yet_valid":
    case "certificate_other_name":
    case "certificate_self_signed":
    case "certificate_untrusted":
    case "client_certificate_refused":
      return "certificate";
    case "auth_rejected":
    case "auth_not_offered":
    case "auth_method_not_offered":
    case "token_refused":
    case "auth_needs_encryption":
      return "auth";
  }
}

export const connectionStages = ["connect", "greeting", "ehlo", "starttls", "auth"] as const;
export type ConnectionStage = (typeof connectionStages)[number];

/** Whether an attempt that ended at this stage had come to speak of a mail; null for one that had not begun to connect. */
export function hasReachedMail(stage: string | null): boolean {
  return stage !== null && !connectionStages.some((each) => each === stage);
}

/** What is known when a session failed to come about. */
export type ConnectionFailure = {
  stage: ConnectionStage;
  /** Node's code where there is one (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), else the mail library's. */
  code: string | undefined;
  replyCode: number | undefined;
  /** What the server said, or the words of the error. */
  text: string;
  /** Whether the server's last EHLO reply offered STARTTLS. */
  starttlsOffered: boolean;
};

/** Codes of Node's TLS (OpenSSL's X509_V_ERR names) and what they mean for a person. */
const certificateProblems: Record<string, ConnectionProblem> = {
  CERT_HAS_EXPIRED: "certificate_expired",
  CERT_NOT_YET_VALID: "certificate_not_yet_valid",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate_other_name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate_self_signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate_untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate_untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate_untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate_untrusted",
  CERT_UNTRUSTED: "certificate_untrusted",
  CERT_REVOKED: "certificate_untrusted",
  CERT_SIGNATURE_FAILURE: "certificate_untrusted",
  INVALID_CA: "certificate_untrusted",
};

const clientCertificateAlert =
  /^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA)$/;

/** Names the problem behind a failure. */
export function connectionProblem({
  stage,
  code,
  replyCode,
  text,
  starttlsOffered,
}: ConnectionFailure): ConnectionProblem {
  const certificate = code === undefined ? undefined : certificateProblems[code];
  if (certificate) return certificate;
  // OpenSSL's words for "what came was no TLS record": the port speaks plain SMTP, TLS comes later by STARTTLS.
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || /wrong version number|packet length too long/i.test(text)) {
    return "tls_not_spoken";
  }
  // Alerts by which a server says what it thinks of our certificate (RFC 8446 section 6.2).
  if (code !== undefined && clientCertificateAlert.test(code)) return "client_certificate_refused";
  if (code?.startsWith("ERR_SSL") || code?.startsWith("ERR_TLS") || code === "EPROTO") return "tls_failed";
  switch (stage) {
    case "connect":
      if (code === "ECONNREFUSED") return "connection_refused";
      if (code === "ETIMEDOUT" || code === "ESOCKETTIMEDOUT") return "timed_out";
      if (code === "ETLS") return "tls_failed";
      return code === "ECONNRESET" || code === "ECONNECTION" ? "closed" : "unreachable";
    case "greeting":
      if (replyCode !== undefined && replyCode >= 400) return "greeting_refused";
      if (code === "ETIMEDOUT") return "greeting_timed_out";
      return code === "EPROTOCOL" ? "not_smtp" : "closed";
    case "ehlo":
      if (replyCode !== undefined) return "ehlo_refused";
      return code === "ETIMEDOUT" ? "timed_out" : "closed";
    case "starttls":
      if (replyCode !== undefined) return starttlsOffered ? "starttls_refused" : "starttls_not_offered";
      return "tls_failed";
    case "auth":
      if (replyCode === undefined) return code === "ETIMEDOUT" ? "timed_out" : "closed";
      // RFC 4954 section 6: 530 and 538 ask for encryption first, 4yz is a failure of the moment.
      if (replyCode === 538 || (replyCode === 530 && /tls|encrypt|secure/i.test(text)))
        return "auth_needs_encryption";
      return replyCode < 500 ? "auth_unavailable" : "auth_rejected";
  }
}
