using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>Metadata of endpoints that are for people of one organization: whoever is not signed in signs in there.</summary>
sealed record PeopleOf(OrganizationId Organization);
