namespace Gatehouse.Scim.Schemas;

/// <summary>
/// The schemas of RFC 7643 §4 as provisioning clients need them published. Different from §8.7.1 on purpose: <c>externalId</c> is declared,
/// addresses have <c>primary</c>, <c>type</c> of roles has no canonical values, and <c>password</c> is left out, because passwords are not
/// provisioned.
/// </summary>
public static class StandardSchemas
{
    /// <summary>The URN of the core user.</summary>
    public const string UserId = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>The URN of the enterprise extension.</summary>
    public const string EnterpriseUserId = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>The URN of the core group.</summary>
    public const string GroupId = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>RFC 7643 §4.1.</summary>
    public static Schema User { get; } = new()
    {
        Id = UserId,
        Name = "User",
        Description = "User account",
        Attributes =
        [
            new()
            {
                Name = "userName", Required = true, Uniqueness = Uniqueness.Server,
                Description = "The name the user signs in with, normally an e-mail address. Unique in the organization without regard to case.",
            },
            ExternalId("user"),
            new()
            {
                Name = "name", Type = AttributeType.Complex, Description = "The parts of the user's name.",
                SubAttributes =
                [
                    Text("formatted", "The whole name as it is shown."),
                    Text("familyName", "The family name."),
                    Text("givenName", "The given name."),
                    Text("middleName", "Middle names."),
                    Text("honorificPrefix", "A title before the name."),
                    Text("honorificSuffix", "A suffix after the name."),
                ],
            },
            Text("displayName", "The name shown to others."),
            Text("nickName", "A casual name."),
            new() { Name = "profileUrl", Type = AttributeType.Reference, ReferenceTypes = ["external"], Description = "The address of an online profile." },
            Text("title", "The user's job title."),
            Text("userType", "How the user relates to the organization, for example Employee."),
            Text("preferredLanguage", "The language for pages and mails, as in the Accept-Language header."),
            Text("locale", "The region that dates, numbers and currency follow."),
            Text("timezone", "The time zone, by its name in the IANA database."),
            new() { Name = "active", Type = AttributeType.Boolean, Description = "Whether the user may sign in. True when it was never given." },
            Plural("emails", "E-mail addresses.", "An e-mail address.", ["work", "home", "other"]),
            Plural("phoneNumbers", "Telephone numbers, kept as they are sent.", "A telephone number.", ["work", "home", "mobile", "fax", "pager", "other"]),
            Plural("ims", "Instant messaging addresses.", "An instant messaging address.", ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
            Plural("photos", "Addresses of pictures of the user.", "The address of a picture.", ["photo", "thumbnail"]),
            new()
            {
                Name = "addresses", Type = AttributeType.Complex, MultiValued = true, Description = "Postal addresses.",
                SubAttributes =
                [
                    Text("formatted", "The whole address, or the office's name."),
                    Text("streetAddress", "Street and number."),
                    Text("locality", "City."),
                    Text("region", "State or region."),
                    Text("postalCode", "Postal code."),
                    Text("country", "Country, as it is sent."),
                    TypeOf("address", ["work", "home", "other"]),
                    Primary("address"),
                ],
            },
            new()
            {
                Name = "groups", Type = AttributeType.Complex, MultiValued = true, Mutability = Mutability.ReadOnly,
                Description = "The groups the user is a direct member of. Changed only through the groups.",
                SubAttributes =
                [
                    new() { Name = "value", CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The group's id." },
                    new() { Name = "$ref", Type = AttributeType.Reference, ReferenceTypes = ["Group"], CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The group's address." },
                    new() { Name = "display", Mutability = Mutability.ReadOnly, Description = "The group's name." },
                    new() { Name = "type", Mutability = Mutability.ReadOnly, CanonicalValues = ["direct"], Description = "How the user belongs to the group." },
                ],
            },
            Plural("entitlements", "Things the user is entitled to.", "An entitlement.", []),
            Plural("roles", "The user's roles, as the identity provider assigned them. They grant nothing by themselves.", "A role.", []),
            new()
            {
                Name = "x509Certificates", Type = AttributeType.Complex, MultiValued = true, Description = "The user's certificates.",
                SubAttributes =
                [
                    new() { Name = "value", Type = AttributeType.Binary, CaseExact = true, Description = "A DER certificate in base64." },
                    Text("display", "A name for people."),
                    TypeOf("certificate", []),
                    Primary("certificate"),
                ],
            },
        ],
    };

    /// <summary>RFC 7643 §4.3.</summary>
    public static Schema EnterpriseUser { get; } = new()
    {
        Id = EnterpriseUserId,
        Name = "EnterpriseUser",
        Description = "Employment data of a user",
        Attributes =
        [
            Text("employeeNumber", "The personnel number."),
            Text("costCenter", "The cost center."),
            Text("organization", "The organization the user works for."),
            Text("division", "The division."),
            Text("department", "The department."),
            new()
            {
                Name = "manager", Type = AttributeType.Complex, Description = "The user's manager, who need not exist here yet.",
                SubAttributes =
                [
                    new() { Name = "value", CaseExact = true, Description = "The manager's id." },
                    new() { Name = "$ref", Type = AttributeType.Reference, ReferenceTypes = ["User"], CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The manager's address, when the manager exists." },
                    new() { Name = "displayName", Mutability = Mutability.ReadOnly, Description = "The manager's name, when the manager exists." },
                ],
            },
        ],
    };

    /// <summary>RFC 7643 §4.2.</summary>
    public static Schema Group { get; } = new()
    {
        Id = GroupId,
        Name = "Group",
        Description = "Group of users and groups",
        Attributes =
        [
            new()
            {
                Name = "displayName", Required = true, Uniqueness = Uniqueness.Server,
                Description = "The group's name. Unique in the organization without regard to case.",
            },
            ExternalId("group"),
            new()
            {
                Name = "members", Type = AttributeType.Complex, MultiValued = true, Description = "Users and groups that belong to the group.",
                SubAttributes =
                [
                    new() { Name = "value", CaseExact = true, Mutability = Mutability.Immutable, Description = "The member's id." },
                    new() { Name = "$ref", Type = AttributeType.Reference, ReferenceTypes = ["User", "Group"], CaseExact = true, Mutability = Mutability.Immutable, Description = "The member's address; worked out by the server." },
                    new() { Name = "type", CanonicalValues = ["User", "Group"], Mutability = Mutability.Immutable, Description = "What the member is; worked out by the server." },
                    new() { Name = "display", Mutability = Mutability.Immutable, Description = "The member's name; worked out by the server." },
                ],
            },
        ],
    };

    /// <summary>Users with the enterprise extension and any further ones; <c>password</c> in a body is accepted and thrown away.</summary>
    public static ResourceType UserType(Schema? user = null, params IReadOnlyList<Schema> extensions) => new()
    {
        Name = "User",
        Endpoint = "/Users",
        Description = "User account",
        Schema = user ?? User,
        Extensions = extensions.Count == 0 ? [EnterpriseUser] : extensions,
        DiscardedMembers = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "password" },
    };

    /// <summary>Groups.</summary>
    public static ResourceType GroupType(Schema? group = null) => new()
    {
        Name = "Group", Endpoint = "/Groups", Description = "Group of users and groups", Schema = group ?? Group,
    };

    static SchemaAttribute Text(string name, string description) => new() { Name = name, Description = description };

    static SchemaAttribute ExternalId(string of) => new()
    {
        Name = "externalId", CaseExact = true,
        Description = $"The provisioning client's own identifier of the {of}. Need not be unique.",
    };

    static SchemaAttribute Plural(string name, string description, string valueDescription, IReadOnlyList<string> types) => new()
    {
        Name = name, Type = AttributeType.Complex, MultiValued = true, Description = description,
        SubAttributes =
        [
            Text("value", valueDescription),
            Text("display", "A name for people."),
            TypeOf("value", types),
            Primary("value"),
        ],
    };

    static SchemaAttribute TypeOf(string of, IReadOnlyList<string> canonical) =>
        new() { Name = "type", CanonicalValues = canonical, Description = $"What the {of} is for; other texts are accepted too." };

    static SchemaAttribute Primary(string of) =>
        new() { Name = "primary", Type = AttributeType.Boolean, Description = $"Whether this is the preferred {of}; true at most once." };
}
