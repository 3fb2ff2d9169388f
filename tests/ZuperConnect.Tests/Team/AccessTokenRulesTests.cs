using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Team;

/// <summary>Which of an issuer's tokens for the inbox's audience are accepted.</summary>
public sealed class AccessTokenRulesTests
{
    private const string Entra =
        "\"iss\":\"https://login.microsoftonline.com/tenant/v2.0\",\"aud\":\"inbox\",\"oid\":\"ana\",\"sub\":\"AAA\"";

    [Theory]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","azp":"page","scp":"inbox"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","azp":"page","scp":"openid inbox profile"}""")]
    [InlineData("""{"typ":"at+jwt"}""", """{"sub":"ana","client_id":"page","scope":"openid inbox"}""")]
    [InlineData("""{"typ":"application/at+jwt"}""", """{"sub":"ana","client_id":"page","scope":["openid","inbox"]}""")]
    [InlineData("{}", """{"sub":"ana","cid":"page","scp":["openid","inbox"]}""")]
    public void Access_token_of_a_user_is_accepted(string header, string payload) => Assert.Null(Fault(header, payload));

    [Theory]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","nonce":"n"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + "}")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"inbox","nonce":"n"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"inbox","at_hash":"h"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"inbox","c_hash":"h"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"mailbox"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"inbox.read"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":"Inbox"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","scp":""}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","roles":["inbox"],"azp":"robot"}""")]
    [InlineData("""{"typ":"JWT"}""", "{" + Entra + ""","idtyp":"app","scp":"inbox"}""")]
    [InlineData("""{"typ":"JWT"}""", """{"sub":"robot@clients","gty":"client-credentials","azp":"robot","scope":"inbox"}""")]
    [InlineData("""{"typ":"at+jwt"}""", """{"sub":"robot","client_id":"robot","scope":"inbox"}""")]
    [InlineData("{}", """{"sub":"robot","cid":"robot","scp":["inbox"]}""")]
    [InlineData("""{"typ":"logout+jwt"}""", """{"sub":"ana","scope":"inbox"}""")]
    [InlineData(
        """{"typ":"JWT"}""", """{"sub":"ana","scope":"inbox","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}""")]
    [InlineData("""{"typ":"secevent+jwt"}""", """{"sub":"ana","scope":"inbox"}""")]
    [InlineData("""{"typ":"dpop+jwt"}""", """{"sub":"ana","scope":"inbox"}""")]
    [InlineData("""{"typ":"id_token"}""", """{"sub":"ana","scope":"inbox"}""")]
    public void Whatever_else_the_issuer_signs_is_refused(string header, string payload) => Assert.NotNull(Fault(header, payload));

    private static string? Fault(string header, string payload) =>
        AccessTokenRules.FindFault(new JsonWebToken($"{Base64(header)}.{Base64(payload)}."), "inbox");

    private static string Base64(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
