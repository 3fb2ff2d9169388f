using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>The names of the members of a team.</summary>
public sealed class MembersApiTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task A_member_reads_the_names_of_those_who_see_conversations_and_no_more_of_them()
    {
        var team = _inbox.Services.GetRequiredService<TeamStore>();
        foreach (var (userId, permission) in new[] { ("cleo", Permission.Conversations), ("dan", Permission.CallLogs) })
        {
            await team.AddAsync(
                new(userId, userId.ToUpperInvariant(), Role.Member, [permission], null), TestContext.Current.CancellationToken);
        }

        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("cleo"));

        Assert.Equal(
            """
            {"items":[{"userId":"ana","name":"Ana","away":false},{"userId":"ben","name":"Ben","away":false},
            {"userId":"cleo","name":"CLEO","away":false}]}
            """.ReplaceLineEndings(""),
            (await _inbox.GetAsync("api/members")).ToJsonString());
    }
}
