using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>One user with something of every kind, and whether filters select it.</summary>
static class FilterSample
{
    public const string Enterprise = StandardSchemas.EnterpriseUserId;

    public const string Site = "urn:ietf:params:scim:schemas:extension:site:2.0:User";

    /// <summary>Users with the enterprise extension and one of an organization's own, with the types that the standard's attributes lack.</summary>
    public static readonly ResourceType Users = StandardSchemas.UserType(null, StandardSchemas.EnterpriseUser, new Schema
    {
        Id = Site, Name = "Site", Description = "Where people work.",
        Attributes =
        [
            new() { Name = "floor", Type = AttributeType.Integer, Description = "The floor." },
            new() { Name = "quota", Type = AttributeType.Decimal, Description = "The quota." },
            new() { Name = "remote", Type = AttributeType.Boolean, Description = "Works elsewhere." },
            new() { Name = "since", Type = AttributeType.DateTime, Description = "The first day." },
            new() { Name = "badges", MultiValued = true, Description = "Badges." },
            new() { Name = "pin", Mutability = Mutability.WriteOnly, Returned = Returned.Never, Description = "The door's PIN." },
        ],
    });

    // Not read through the schema: a store may hold empty values and those that only the server writes.
    public static readonly ScimObject Ann = Wire.Parse($$"""
        {
          "schemas": ["{{StandardSchemas.UserId}}", "{{Enterprise}}", "{{Site}}"],
          "id": "0197-Aa",
          "externalId": "HR-Ann",
          "userName": "Åsa.Berg@contoso.example",
          "displayName": "Åsa \"Ace\" Berg 100%",
          "nickName": "",
          "name": { "givenName": "Åsa", "familyName": "Berg", "middleName": "" },
          "active": false,
          "emails": [
            { "value": "asa@work.example", "type": "work", "primary": true },
            { "value": "asa@home.example", "type": "home" }
          ],
          "phoneNumbers": [],
          "ims": [{ "value": "", "type": "" }],
          "addresses": [{ "locality": "Malmö", "type": "work", "primary": false }],
          "x509Certificates": [{ "value": "TUlJQg==" }],
          "groups": [{ "value": "g-1", "display": "Pilots" }],
          "{{Enterprise}}": { "employeeNumber": "0042", "department": "Tools", "manager": { "value": "m-1" } },
          "{{Site}}": { "floor": 7, "quota": 2.50, "remote": true, "since": "2025-06-01T08:00:00+02:00", "badges": ["Red", "blue"], "pin": "1234" },
          "meta": { "resourceType": "User", "created": "2026-02-28T23:30:00Z", "lastModified": "2026-03-01T12:00:00.5Z" }
        }
        """).AsObject!;

    public static bool Selects(string filter) => FilterEvaluator.Matches(FilterParser.Parse(filter).Bind(Users), Ann);

    public static ScimException Refuse(string filter)
    {
        var parsed = FilterParser.Parse(filter);
        var refusal = Assert.Throws<ScimException>(() => parsed.Bind(Users));
        Assert.Equal((400, "invalidFilter"), (refusal.Status, refusal.ScimType));
        return refusal;
    }
}
