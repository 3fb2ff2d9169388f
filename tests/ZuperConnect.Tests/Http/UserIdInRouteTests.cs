using CsCheck;
using ZuperConnect.Http;

namespace ZuperConnect.Tests.Http;

public sealed class UserIdInRouteTests
{
    private static readonly Gen<string> Ids = Gen.OneOf(
        Gen.String[Gen.Char["ab./~%2Ff\\?#@|é "], 1, 12], Gen.String[Gen.Char.AlphaNumeric, 1, 40]);

    [Fact]
    public void Every_id_is_read_as_it_was_written_and_nothing_on_its_way_can_change_it() => Ids.Sample(id =>
    {
        var written = UserIdInRoute.Write(id);
        Assert.Equal(id, UserIdInRoute.Read(written));
        Assert.Matches(@"^(?!\.+$)~?[A-Za-z0-9_.@-]+$", written);
    });

    [Theory]
    [InlineData("ana", "ana")]
    [InlineData("6f3c1a52-3d5e-4a53-9d0f-6d7c1f0a8e21", "6f3c1a52-3d5e-4a53-9d0f-6d7c1f0a8e21")]
    [InlineData("idp/eve", "idp%2Feve")]
    [InlineData("idp/eve", "idp%2feve")]
    [InlineData("idp/eve", "~aWRwL2V2ZQ")]
    [InlineData("~", "~")]
    [InlineData("~not base64", "~not base64")]
    public void User_id_is_read_from_the_address_in_any_form_that_arrives(string id, string arrived) =>
        Assert.Equal(id, UserIdInRoute.Read(arrived));
}
