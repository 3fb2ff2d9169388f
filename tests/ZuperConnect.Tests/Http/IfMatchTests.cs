using Microsoft.AspNetCore.Http;
using ZuperConnect.Http;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class IfMatchTests
{
    private const string Now = "W/\"datetime'2026-01-05T09%3A00%3A00.1234567Z'\"";

    [Theory]
    [InlineData(Now)]
    [InlineData("*")]
    [InlineData($"\"old\", {Now}")]
    [InlineData("\"old\"", Now)]
    public void Tag_of_the_state_that_is_there_is_any_of_those_given(params string[] given) => Check(given);

    [Theory]
    [InlineData("\"old\"")]
    [InlineData("\"old\", \"older\"")]
    [InlineData("\"old\"", "\"older\"")]
    [InlineData("")]
    [InlineData("nonsense")]
    public void Tags_of_other_states_are_refused_however_they_are_given(params string[] given) =>
        Assert.Equal(412, Assert.Throws<ProblemException>(() => Check(given)).Status);

    [Fact]
    public void Request_without_a_tag_means_whatever_is_there() => Check();

    private static void Check(params string[] given) =>
        RequestReading.CheckIfMatch(new DefaultHttpContext { Request = { Headers = { IfMatch = given } } }.Request, new ETag(Now));
}
