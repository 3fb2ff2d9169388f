using System.Security.Claims;
using Azure.Core;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Team;

public sealed class TeamStoreTests(TestStorage storage)
{
    private readonly IStorage _account = storage.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_two_last_admins_one_stays_whenever_the_other_is_taken_away(int write)
    {
        var other = Team(_ => Task.CompletedTask);
        await other.Store.AddAsync(Admin("ana"), Cancellation);
        await other.Store.AddAsync(Admin("ben"), Cancellation);
        var team = Team(now => now == write ? TakeAwayAsync(other, "ben") : Task.CompletedTask);

        await TakeAwayAsync(team, "ana");
        await TakeAwayAsync(team, "ben");
        Assert.Single(await other.Store.ListAsync(Cancellation), one => one.Member.Role is Role.Admin);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task First_user_becomes_admin_though_the_process_died_while_they_were_welcomed(int write)
    {
        var dying = Team(now => now == write ? throw new InvalidOperationException("The process died.") : Task.CompletedTask);
        await Record.ExceptionAsync(async () => await dying.Provisioning.FindOrAddAsync(new("ana", "Ana"), Cancellation));
        Assert.Equal(Role.Admin, (await Team(_ => Task.CompletedTask).Provisioning.FindOrAddAsync(new("ana", "Ana"), Cancellation)).Role);
        Assert.Equal(Role.Member, (await Team(_ => Task.CompletedTask).Provisioning.FindOrAddAsync(new("ben", "Ben"), Cancellation)).Role);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ana")]
    public async Task Admin_who_was_demoted_elsewhere_makes_nobody_an_admin_any_more(string? demotedAtTheWriteFor)
    {
        var other = Team(_ => Task.CompletedTask);
        await other.Store.AddAsync(Admin("ana"), Cancellation);
        await other.Store.AddAsync(Admin("ben"), Cancellation);
        await other.Store.AddAsync(Admin("eve") with { Role = Role.Member }, Cancellation);
        var team = Team(write => demotedAtTheWriteFor is not null && write is 1 ? TakeAwayAsync(other, "ana") : Task.CompletedTask);
        await team.Store.ListAsync(Cancellation);
        if (demotedAtTheWriteFor is null)
        {
            await TakeAwayAsync(other, "ana");
        }

        foreach (var userId in (string[])["eve", "ana"])
        {
            var stored = (await team.Store.ReadAsync(userId, Cancellation))!;
            Assert.Equal(
                MemberChange.NotAllowed,
                await team.Changes.SaveAsync(
                    "ana", stored with { Member = stored.Member with { Role = Role.Admin } }, () => Task.CompletedTask, Cancellation));
            Assert.Equal(MemberChange.NotAllowed, await team.Changes.RemoveAsync("ana", stored, () => Task.CompletedTask, Cancellation));
        }

        Assert.Equal(
            ["ben"],
            (await other.Store.ListAsync(Cancellation)).Where(one => one.Member.Role is Role.Admin).Select(one => one.Member.UserId));
    }

    [Fact]
    public async Task Changes_of_several_members_at_once_are_all_made_and_each_is_said_to_begin_once()
    {
        var team = Team(_ => Task.CompletedTask);
        await team.Store.AddAsync(Admin("ana"), Cancellation);
        var members = Enumerable.Range(0, 4).Select(number => Admin($"user{number}") with { Role = Role.Member }).ToList();
        foreach (var member in members)
        {
            await team.Store.AddAsync(member, Cancellation);
        }

        var began = 0;
        var changes = await Task.WhenAll(members.Select(async member =>
        {
            var stored = (await team.Store.ReadAsync(member.UserId, Cancellation))!;
            return await team.Changes.SaveAsync("ana", stored with { Member = member with { Permissions = [Permission.Phone] } }, () =>
                Task.FromResult(Interlocked.Increment(ref began)), Cancellation);
        }));

        Assert.All(changes, change => Assert.Equal(MemberChange.Made, change));
        Assert.Equal(members.Count, began);
    }

    [Fact]
    public async Task Strangers_who_were_never_allowed_anything_are_forgotten_after_30_days()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var team = new TeamOnStorage(_account, "ana", time);
        foreach (var userId in (string[])["ana", "ben", "eve"])
        {
            await team.Provisioning.FindOrAddAsync(new(userId, userId), Cancellation);
        }

        await ChangeAsync(Permission.Phone);
        await ChangeAsync();

        time.Advance(TeamStore.NewUserRetention - TimeSpan.FromMinutes(1));
        await team.Store.RunDailyAsync(Cancellation);
        Assert.Equal(["ana", "ben", "eve"], (await team.Store.ListAsync(Cancellation)).Select(one => one.Member.UserId));
        await team.Provisioning.FindOrAddAsync(new("zoe", "zoe"), Cancellation);
        time.Advance(TimeSpan.FromMinutes(2));
        await team.Store.RunDailyAsync(Cancellation);
        Assert.Equal(["ana", "ben", "zoe"], (await team.Store.ListAsync(Cancellation)).Select(one => one.Member.UserId));
        Assert.False((await team.Provisioning.FindOrAddAsync(new("eve", "eve"), Cancellation)).MayAnything);

        async Task ChangeAsync(params IEnumerable<Permission> permissions)
        {
            var stored = (await team.Store.ReadAsync("ben", Cancellation))!;
            Assert.Equal(
                MemberChange.Made,
                await team.Changes.SaveAsync("ana", stored with { Member = stored.Member with { Permissions = [.. permissions] } }, () =>
                    Task.CompletedTask, Cancellation));
        }
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", true)]
    [InlineData("https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/", true)]
    [InlineData("http://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", false)]
    [InlineData("https://login.microsoftonline.com.evil.example/v2.0", false)]
    [InlineData("https://issuer.example/login.microsoftonline.com", false)]
    [InlineData("issuer", false)]
    public async Task Name_that_a_user_signs_in_with_makes_the_first_admin_only_with_Entra_ID(string issuer, bool isAdmin)
    {
        var team = new TeamOnStorage(_account, "Ana@business.example", TimeProvider.System);
        var user = User.From(
            new(new ClaimsIdentity([new("iss", issuer), new("sub", "eve"), new("preferred_username", "ana@business.example")])))!;

        Assert.Equal(isAdmin ? Role.Admin : Role.Member, (await team.Provisioning.FindOrAddAsync(user, Cancellation)).Role);
    }

    [Theory]
    [InlineData("ANA", Role.Member)]
    [InlineData("ana", Role.Admin)]
    public async Task Id_of_the_first_admin_is_compared_to_the_letter(string userId, Role role)
    {
        var team = new TeamOnStorage(_account, "ana", TimeProvider.System);
        Assert.Equal(role, (await team.Provisioning.FindOrAddAsync(new(userId, "Ana"), Cancellation)).Role);
    }

    [Theory]
    [InlineData("idp%2Feve")]
    [InlineData("idp%2feve")]
    public void Nobody_signs_in_by_an_id_that_reads_like_another_in_an_address(string userId) =>
        Assert.Null(User.From(new(new ClaimsIdentity([new("sub", userId)]))));

    [Fact]
    public void Name_in_a_token_is_shown_in_one_line_and_cut()
    {
        Assert.Equal(new string('a', 100), Read("ana", new string('a', 10_000))!.Name);
        Assert.Equal("Ana B.", Read("ana", " Ana\r\n B.\0")!.Name);
        Assert.Equal("ana", Read("ana", " \t ")!.Name);
        Assert.Equal("ana", Read("ana", "\u200B\uFE0F")!.Name);
        Assert.Null(Read(new string('a', 256), "Ana"));

        static User? Read(string id, string name) => User.From(new(new ClaimsIdentity([new("sub", id), new("name", name)])));
    }

    private static Member Admin(string userId) => new(userId, userId, Role.Admin, [], null);

    private static async Task TakeAwayAsync(TeamOnStorage team, string userId)
    {
        var stored = (await team.Store.ReadAsync(userId, Cancellation))!;
        await team.Changes.SaveAsync(
            userId, stored with { Member = stored.Member with { Role = Role.Member } }, () => Task.CompletedTask, Cancellation);
    }

    /// <summary>A team that runs something before each of its writes, numbered from one.</summary>
    private TeamOnStorage Team(Func<int, Task> beforeWrite)
    {
        var writes = 0;
        var watched = new WatchedStorage(_account, async (request, next) =>
        {
            if (request.Writes)
            {
                await beforeWrite(++writes);
            }

            await next();
        });
        return new(watched, null, TimeProvider.System);
    }
}
