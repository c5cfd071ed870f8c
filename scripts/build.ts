// Builds the dashboard when there is no build of the present sources: a step of `npm test`, what `npm start` does by itself.
import { buildAppWhenStale } from "./build-app.ts";

await buildAppWhenStale({
  environment: process.env,
  signal: new AbortController().signal,
  onProgress: (line) => console.log(line),
});
