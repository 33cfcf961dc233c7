// The SCIM suites run on the same two servers as those of the token endpoint.
global using ServerFixture = Gatehouse.Server.Tests.OAuth.OAuthServer;
