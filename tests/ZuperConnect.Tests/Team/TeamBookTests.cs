using System.Security.Claims;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Team;

public sealed class TeamBookTests(TestStorage storage) : IAsyncLifetime
{
    private readonly string _account = storage.NewConnectionString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Open(new Writes(_ => Task.CompletedTask)).CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_two_last_admins_one_stays_whenever_the_other_is_taken_away(int write)
    {
        var other = Book(_ => Task.CompletedTask);
        await other.AddAsync(Admin("ana"), Cancellation);
        await other.AddAsync(Admin("ben"), Cancellation);
        var book = Book(now => now == write ? TakeAwayAsync(other, "ben") : Task.CompletedTask);

        await TakeAwayAsync(book, "ana");
        await TakeAwayAsync(book, "ben");
        Assert.Single(await other.ListAsync(Cancellation), one => one.Member.Role is Role.Admin);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task First_user_becomes_admin_though_the_process_died_while_they_were_welcomed(int write)
    {
        var dying = Book(now => now == write ? throw new InvalidOperationException("The process died.") : Task.CompletedTask);
        await Record.ExceptionAsync(async () => await dying.WelcomeAsync(new("ana", "Ana"), Cancellation));
        Assert.Equal(Role.Admin, (await Book(_ => Task.CompletedTask).WelcomeAsync(new("ana", "Ana"), Cancellation)).Role);
        Assert.Equal(Role.Member, (await Book(_ => Task.CompletedTask).WelcomeAsync(new("ben", "Ben"), Cancellation)).Role);
    }

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

    private static async Task TakeAwayAsync(TeamBook book, string userId)
    {
        var stored = (await book.ReadAsync(userId, Cancellation))!;
        await book.SaveAsync(stored with { Member = stored.Member with { Role = Role.Member } }, () => Task.CompletedTask, Cancellation);
    }

    private TeamBook Book(Func<int, Task> beforeWrite) => new(Open(new(beforeWrite)), new(null), TimeProvider.System);

    private InboxStorage Open(Writes writes)
    {
        var options = new TableClientOptions();
        options.AddPolicy(writes, HttpPipelinePosition.PerCall);
        return new(new TableServiceClient(_account, options), new BlobServiceClient(_account));
    }

    /// <summary>Does something before each write, which are counted from one.</summary>
    private sealed class Writes(Func<int, Task> before) : HttpPipelinePolicy
    {
        private int _count;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method != RequestMethod.Get)
            {
                await before(++_count);
            }

            await ProcessNextAsync(message, pipeline);
        }
    }
}
