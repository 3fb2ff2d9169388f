using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

public sealed class SourceIdsTests
{
    [Theory]
    [InlineData("sms", "Incoming_20200918002745d29ebbea-3341-4466-9690-0a03af35228e")]
    [InlineData("report", "Outgoing_202009180022138813a09b-0cbf-4304-9b03-1546683bb910", "Unconfirmed")]
    [InlineData(
        "sms", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Work_between_the_longest_phone_numbers_can_name_an_orchestration(params string[] parts) =>
        Assert.InRange($"123456789012345-123456789012345.{SourceIds.Of(parts)}".Length, 1, 100);
}
