import type { PoolClient } from "pg";
import { byKeyPool, closeDatabase, pool } from "#lib/platform/database.ts";

/** How PostgreSQL carried out the statements of one piece of work. */
export type StatementPlans = {
  /** Indexes through which rows of `messages` were found. */
  indexes: string[];
  /** Big tables that were read from one end to the other. */
  readWhole: string[];
  /** Pages of 8 KB that the dearest statement touched. */
  pages: number;
};

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
};

const bigTables = new Set(["messages", "delivery_events", "contacts", "subscriptions"]);

/**
 * Has PostgreSQL tell the plan of every statement from now on, by its own module auto_explain, so that it is the product's
 * statements that are looked at and not copies of them. @returns a function that runs a piece of work and tells its plans
 */
export async function watchPlans(): Promise<(work: () => Promise<unknown>) => Promise<StatementPlans>> {
  const { rows } = await pool().query<{ name: string }>("SELECT current_database() AS name");
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
  };
  await pool().query("LOAD 'auto_explain'");
  for (const [name, value] of Object.entries(settings)) {
    await pool().query(`ALTER DATABASE "${rows[0]?.name}" SET ${name} = '${value}'`);
  }
  // Settings of a database count for connections that come after.
  await closeDatabase();
  let plans: PlanNode[] = [];
  const listen = (client: PoolClient) =>
    client.on("notice", ({ message }) => {
      const found = /^duration: .*?plan:\n(?<plan>\{.*)$/s.exec(message ?? "")?.groups?.plan;
      if (found) plans.push(JSON.parse(found).Plan);
    });
  for (const each of [pool(), byKeyPool()]) each.on("connect", listen);
  return async (work) => {
    plans = [];
    await work();
    const nodes = plans.flatMap(everyNode);
    const messages = nodes.flatMap((node) =>
      node["Index Name"]?.startsWith("messages_") ? [node["Index Name"]] : [],
    );
    return {
      indexes: [...new Set(messages)].sort(),
      readWhole: nodes
        .filter((node) => node["Node Type"] === "Seq Scan" && bigTables.has(node["Relation Name"] ?? ""))
        .map((node) => node["Relation Name"] ?? ""),
      pages: Math.max(
        0,
        ...nodes.map((node) => (node["Shared Hit Blocks"] ?? 0) + (node["Shared Read Blocks"] ?? 0)),
      ),
    };
  };
}

function everyNode(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(everyNode)];
}
