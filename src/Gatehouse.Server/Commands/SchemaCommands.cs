using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse schemas …: attributes that an organization declares for its own users.</summary>
static class SchemaCommands
{
    public static Command Create() => new("schemas", "Declare an organization's own user attributes") { CreateAdd() };

    static Command CreateAdd()
    {
        var organization = CommonOptions.Organization();
        var name = new Option<string>("--name") { Description = "The part of the URN that is the organization's own", HelpName = "contoso", Required = true };
        var attribute = new Option<string[]>("--attribute")
        {
            Description = $"An attribute as name:type; may be repeated. Types: {string.Join(", ", OrganizationSchemas.Types.Keys)}", HelpName = "tag:string", Required = true,
        };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("add", "Declare attributes; an existing schema gains them") { organization, name, attribute, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var schemaName = parsed.GetRequiredValue(name);
            if (!OrganizationSchemas.IsName(schemaName))
                throw new CommandException($"'{schemaName}' cannot name a schema. Use letters, digits and hyphens, and none of core, enterprise and gatehouse.");

            var attributes = parsed.GetRequiredValue(attribute).Select(ParseAttribute).ToList();
            var schema = await context.Database.WriteAsync(owner.Id, async db =>
            {
                var added = await context.Get<OrganizationSchemas>().AddAsync(db, schemaName, attributes, stop)
                    ?? throw new CommandException("An attribute is already declared with another type. Choose another name for it.");
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("schema.changed", "schema", added.Id), stop);
                return added;
            }, stop);
            context.Write(
                new JsonObject { ["id"] = schema.Id, ["attributes"] = new JsonArray([.. schema.Attributes.Select(static one => JsonValue.Create(one.Name))]) },
                $"In Entra, map to {schema.Id}:{schema.Attributes[0].Name}. Running servers accept it within five seconds.");
        });
        return command;
    }

    static CustomAttribute ParseAttribute(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || !OrganizationSchemas.IsAttributeName(parts[0]) || !OrganizationSchemas.Types.ContainsKey(parts[1]))
            throw new CommandException($"'{text}' is not an attribute. Write it as name:type, with one of {string.Join(", ", OrganizationSchemas.Types.Keys)}.");
        return new CustomAttribute(parts[0], OrganizationSchemas.Types.Keys.First(key => key.Equals(parts[1], StringComparison.OrdinalIgnoreCase)));
    }
}
