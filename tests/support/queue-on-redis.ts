// The jobs of this test file wait in Redis instead of PostgreSQL; whatever a file before it left there is gone.
import { Redis } from "ioredis";
import { inject } from "vitest";

const redisUrl = inject("redisUrl");
process.env.REDIS_URL = redisUrl;
const client = new Redis(redisUrl);
await client.flushall();
client.disconnect();
