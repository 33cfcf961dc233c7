// A SCIM server on scimmy that keeps users and groups in SQLite as its documentation leads one to: a table each, with the resource in a
// JSON column, an index for the name that clients match by, and scimmy's own filter and paging for the rest.
// Usage: node server.mjs PORT TOKEN FILE; listens on 127.0.0.1.
import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [port, token, file] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = wal");
database.pragma("synchronous = full");

function stored(table, nameAttribute) {
  database.exec(`
    create table if not exists ${table} (id text primary key, name text not null, resource text not null);
    create unique index if not exists ${table}_by_name on ${table} (name);`);
  const insert = database.prepare(`insert into ${table} (id, name, resource) values (?, ?, ?)`);
  const update = database.prepare(`update ${table} set name = ?, resource = ? where id = ?`);
  const remove = database.prepare(`delete from ${table} where id = ?`);
  const findById = database.prepare(`select resource from ${table} where id = ?`).pluck();
  const findByName = database.prepare(`select resource from ${table} where name = ?`).pluck();
  const findAll = database.prepare(`select resource from ${table} order by rowid`).pluck();

  const nameSought = (filter) => {
    const [only, ...others] = filter;
    const [operator, value] = Object.keys(only).length === 1 && Array.isArray(only[nameAttribute]) ? only[nameAttribute] : [];
    return others.length === 0 && operator === "eq" && typeof value === "string" ? value.toLowerCase() : undefined;
  };

  const get = (id) => {
    const found = findById.get(id);
    if (!found) {
      throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    }
    return JSON.parse(found);
  };

  return {
    ingress(resource, instance) {
      const now = new Date().toISOString();
      const name = instance[nameAttribute].toLowerCase();
      const id = resource.id ?? randomUUID();
      const created = resource.id ? get(id).meta.created : now;
      const value = { ...JSON.parse(JSON.stringify(instance)), id, meta: { created, lastModified: now } };
      try {
        if (resource.id) {
          update.run(name, JSON.stringify(value), id);
        } else {
          insert.run(id, name, JSON.stringify(value));
        }
      } catch (problem) {
        throw problem.code === "SQLITE_CONSTRAINT_UNIQUE" ? new SCIMMY.Types.Error(409, "uniqueness", `${nameAttribute} is taken`) : problem;
      }
      return value;
    },

    egress(resource) {
      if (resource.id) {
        return get(resource.id);
      }
      const name = resource.filter && nameSought(resource.filter);
      if (name !== undefined) {
        return findByName.all(name).map((text) => JSON.parse(text));
      }
      const all = findAll.all().map((text) => JSON.parse(text));
      return resource.filter ? resource.filter.match(all) : all;
    },

    degress(resource) {
      if (remove.run(resource.id).changes === 0) {
        throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
      }
    },
  };
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser), stored("users", "userName"));
SCIMMY.Resources.declare(SCIMMY.Resources.Group, stored("groups", "displayName"));

const app = express();
app.use("/scim/v2", new SCIMMYRouters({
  type: "bearer",
  baseUri: () => `http://127.0.0.1:${port}`,
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) {
      throw new Error("The token is wrong.");
    }
    return "bench";
  },
}));
app.listen(Number(port), "127.0.0.1");
