/**
 * Server settings of the embedded PostgreSQL: one machine shared with the program, bulk imports and sends.
 * Addresses of recipients must not reach its log, hence `terse` (drops the DETAIL line, which quotes the
 * values of a violated key) and no statements.
 */
export function postgresSettings(place: { port: number; logFolder: string }): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    port: String(place.port),
    unix_socket_directories: "",
    // A worker may open 63 (docs/operations.md): four of them and the web, with room.
    max_connections: "400",
    password_encryption: "scram-sha-256",
    timezone: "UTC",

    shared_buffers: "256MB",
    effective_cache_size: "1GB",
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    random_page_cost: "1.1",

    // What the ledger says must survive a power cut: a mark that is lost would be a mail sent twice.
    synchronous_commit: "on",
    wal_level: "minimal",
    max_wal_senders: "0",
    wal_compression: "on",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",

    // Delivery rows change several times each: clean up sooner than at a fifth of a table of millions.
    autovacuum_vacuum_scale_factor: "0.05",
    autovacuum_analyze_scale_factor: "0.05",
    jit: "off",

    logging_collector: "on",
    log_directory: place.logFolder,
    // One file a weekday, overwritten a week later: at most seven.
    log_filename: "postgres-%u.log",
    log_truncate_on_rotation: "on",
    log_rotation_age: "1d",
    log_rotation_size: "0",
    log_min_messages: "warning",
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
  };
}
