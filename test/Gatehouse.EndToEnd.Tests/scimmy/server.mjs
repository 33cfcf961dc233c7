// A SCIM endpoint on scimmy that keeps users and groups in memory.
// Usage: node server.mjs TOKEN [PORT]; prints the base address once it listens on 127.0.0.1.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [token, port = "0"] = process.argv.slice(2);

function inMemory(key) {
  const stored = new Map();

  return {
    ingress(resource, instance) {
      const id = resource.id ?? randomUUID();
      const name = instance[key].toLowerCase();
      if (resource.id && !stored.has(id)) {
        throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
      }
      if ([...stored.values()].some((other) => other.id !== id && other[key].toLowerCase() === name)) {
        throw new SCIMMY.Types.Error(409, "uniqueness", `${key} is taken`);
      }

      const now = new Date().toISOString();
      const created = stored.get(id)?.meta.created ?? now;
      const value = { ...JSON.parse(JSON.stringify(instance)), id, meta: { created, lastModified: now } };
      stored.set(id, value);
      return value;
    },

    egress(resource) {
      if (!resource.id) {
        const all = [...stored.values()];
        return resource.filter ? resource.filter.match(all) : all;
      }
      if (!stored.has(resource.id)) {
        throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
      }
      return stored.get(resource.id);
    },

    degress(resource) {
      if (!stored.delete(resource.id)) {
        throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
      }
    },
  };
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser), inMemory("userName"));
SCIMMY.Resources.declare(SCIMMY.Resources.Group, inMemory("displayName"));

const app = express();
app.use("/scim/v2", new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) {
      throw new Error("The token is wrong.");
    }
    return "check";
  },
}));

const server = app.listen(Number(port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/scim/v2`);
});
