global using ServerFixture = Gatehouse.Server.Tests.OAuth.OAuthServer;
