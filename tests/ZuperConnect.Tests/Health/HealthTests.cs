using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Health;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Team;

namespace ZuperConnect.Tests.Health;

public sealed class HealthTests(TestStorage storage)
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ScriptedGateway _provider = new();
    private string? _lost;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inbox_that_works_says_so_of_all_that_it_depends_on()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);

        var health = await inbox.GetAsync("api/health");

        Assert.Equal("healthy", (string)health["status"]!);
        Assert.Equal(["tables", "blobs", "telephony", "signIn"], health["dependencies"]!.AsObject().Select(dependency => dependency.Key));
        Assert.All(health["dependencies"]!.AsObject(), dependency => Assert.Equal("healthy", (string)dependency.Value!));
        Assert.Equal((0, 0, 0), ((int)health["unprocessed"]!, (int)health["failedWork"]!, (int)health["oldestWorkSeconds"]!));
        Assert.Empty(health["missing"]!.AsArray());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(0)]
    public async Task Provider_that_does_not_answer_or_refuses_the_inbox_is_named(int status)
    {
        await using var inbox = await StartAsync();
        _provider.LooksAsync = _ => Task.FromException<ProviderCallState>(new RequestFailedException(status, "No."));

        await AwayAsync(inbox, "dependencyAway", "telephony");
    }

    [Fact]
    public async Task Provider_that_knows_no_such_call_has_answered()
    {
        await using var inbox = await StartAsync();
        _provider.LooksAsync = _ => Task.FromException<ProviderCallState>(new RequestFailedException(400, "It is no id of a call."));

        Assert.Equal("healthy", (string)(await inbox.GetAsync("api/health"))["dependencies"]!["telephony"]!);
    }

    [Fact]
    public async Task Provider_that_hangs_is_away_after_three_seconds_even_if_its_client_does_not_stop()
    {
        await using var inbox = await StartAsync();
        var asked = new TaskCompletionSource();
        _provider.LooksAsync = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<ProviderCallState>().Task;
        };

        var answer = inbox.Http.GetAsync(new Uri("api/health", UriKind.Relative), Cancellation);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("away", (string)(await RunningInbox.ProblemAsync(await answer, 503))["dependencies"]!["telephony"]!);
    }

    [Fact]
    public async Task Issuer_whose_keys_cannot_be_read_is_named()
    {
        await using var inbox = await StartAsync();
        var health = ActivatorUtilities.CreateInstance<InboxHealth>(
            inbox.Services,
            new BearerTokenValidator(BearerTokenValidator.Of("https://login.example/none", "inbox", new UnreachableIssuer()), _time));

        var report = await health.ReadAsync(Cancellation);

        Assert.Equal(new Dependencies(default, default, default, DependencyState.Away), report.Dependencies);
    }

    [Fact]
    public async Task Storage_without_its_tables_is_away()
    {
        await using var inbox = await StartAsync();
        _lost = "Inbox";

        await AwayAsync(inbox, "storageAway", "tables");
    }

    [Fact]
    public async Task Storage_without_its_containers_is_away()
    {
        await using var inbox = await StartAsync();
        _lost = "unprocessed";

        await AwayAsync(inbox, "storageAway", "blobs");
    }

    [Fact]
    public async Task All_who_ask_within_five_seconds_get_one_answer()
    {
        await using var inbox = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => inbox.GetAsync("api/health")));
        Assert.Equal(1, _provider.Looks);

        _time.Advance(InboxHealth.CacheDuration);
        await inbox.GetAsync("api/health");
        Assert.Equal(2, _provider.Looks);
    }

    [Fact]
    public async Task What_a_person_has_still_to_do_is_said()
    {
        await using var inbox = await StartAsync();
        var account = storage.New();
        var empty = new StorageTables(account);
        await empty.CreateAsync(Cancellation);
        var (numbers, team) = (new NumberStore(empty, _time), new TeamOnStorage(account, "ana", _time));
        var health = ActivatorUtilities.CreateInstance<InboxHealth>(
            inbox.Services, ActivatorUtilities.CreateInstance<StorageHealth>(inbox.Services, numbers, team.Store));

        var missing = (await health.ReadAsync(Cancellation)).Missing;

        Assert.Equal(2, missing.Length);
        Assert.Contains("Buy one", missing[0], StringComparison.Ordinal);
        Assert.Contains("Auth:FirstAdmin", missing[1], StringComparison.Ordinal);

        // A customer's text adds the number, and the configured admin signs in.
        Assert.True(PhoneNumber.TryParse(RunningInbox.Dispatch, out var number));
        await numbers.EnsureAsync(number, Cancellation);
        await team.Provisioning.FindOrAddAsync(new("ana", "Ana"), Cancellation);
        _time.Advance(InboxHealth.CacheDuration);
        Assert.Empty((await health.ReadAsync(Cancellation)).Missing);
    }

    private static async Task AwayAsync(RunningInbox inbox, string code, string dependency)
    {
        using var response = await inbox.Http.GetAsync(new Uri("api/health", UriKind.Relative), Cancellation);
        var problem = await RunningInbox.ProblemAsync(response, 503);
        Assert.Equal(code, (string)problem["code"]!);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal([dependency], problem["dependencies"]!.AsObject().Where(one => (string)one.Value! == "away").Select(one => one.Key));
    }

    private Task<RunningInbox> StartAsync() => RunningInbox.StartAsync(storage, builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ICallGateway>(_provider);
        builder.Services.WatchStorage(
            (request, next) => request.Name == _lost ? throw new InvalidOperationException("It is gone.") : next());
    });

    /// <summary>A provider whose state of calls the test sets.</summary>
    private sealed class ScriptedGateway : ICallGateway
    {
        private int _looks;

        public int Looks => _looks;

        public Func<CancellationToken, Task<ProviderCallState>> LooksAsync { get; set; } = _ => Task.FromResult(ProviderCallState.Ended);

        public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _looks);
            return LooksAsync(cancellation);
        }
    }

    private sealed class UnreachableIssuer : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => throw new IOException("The issuer is away.");
    }
}
