// Reads cases as JSON lines {"resource", "operations"} and writes the results of scim-patch as JSON lines {"resource"} or {"error"}.
import { createInterface } from "node:readline";
import { scimPatch } from "scim-patch";

for await (const line of createInterface({ input: process.stdin })) {
  const { resource, operations } = JSON.parse(line);
  let answer;
  try {
    answer = { resource: scimPatch(resource, operations, { mutateDocument: false, treatMissingAsAdd: true }) };
  } catch (problem) {
    answer = { error: `${problem.name}: ${problem.message}` };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
