using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Functions.Tests.Http;
using ZuperConnect.Ledger;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Telemetry;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Tests;

/// <summary>The app with its own storage. The test controls the clock, the provider and the connection to storage.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestApp(IStorage storage)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log).AddFilter("ZuperConnect", LogLevel.Trace))
            .AddSingleton<TimeProvider>(Time)
            .AddInbox(new ConfigurationBuilder().Build())
            .AddDurableHostServices()
            .AddSingleton<IStorage>(new WatchedStorage(storage, StorageConnection.WatchAsync))
            .AddSingleton(new EventGridDeadLetters(null))
            .AddSingleton<ISmsSender>(Provider)
            .AddSingleton<ICallGateway>(Gateway)
            .AddSingleton<IRecordingSource>(Recordings)
            .AddSingleton(TestIssuer.Accepted)
            .AddSingleton(new ProviderTokens(new(TestIssuer.OfProvider, Time)))
            .BuildServiceProvider();
        Durable = new(id => id.Name == ConversationEntity.IdOf(Id).Name ? New<ConversationEntity>() : New<CallEntity>());
    }

    public static ConversationId Id { get; } = ConversationId.TryParse("14255550100-12065550199", out var id)
        ? id : throw new InvalidOperationException();

    public static Author Ana { get; } = new("ana", "Ana");

    public IServiceProvider Services => _services;

    public AutoAdvancingTimeProvider Time { get; } = new(new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero));

    public CapturedLog Log { get; } = new();

    public StorageConnection StorageConnection { get; } = new();

    public TestProvider Provider { get; } = new();

    public TestGateway Gateway { get; } = new();

    public TestRecordings Recordings { get; } = new();

    public TestDurableClient Durable { get; }

    public TestEntities Entities => Durable.Running;

    public ConversationLedger Ledger => Get<ConversationLedger>();

    public WorkItemStore Rows => Get<WorkItemStore>();

    /// <summary>Starts an app with a number, in whose first minute the timer has found that no earlier version stored anything.</summary>
    public static async Task<TestApp> StartAsync(TestStorage storage)
    {
        var app = new TestApp(storage.New());
        await app.Get<NumberStore>().AddAsync(new(Id.Number, "Dispatch"), CancellationToken.None);
        foreach (var upgrade in app.Get<IEnumerable<IDataUpgrade>>())
        {
            Assert.Null(await upgrade.RunAsync(CancellationToken.None));
        }

        return app;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Creates an instance with its dependencies, as the Functions worker does for each invocation.</summary>
    public T New<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public ReceiveMessage CustomerWrites(string text, string id = "sms.1") => new(id, Time.GetUtcNow(), text);

    public SendMessage AnaWrites(string text, string id = "5b0e3a43-9d3f-4a51-9f0e-0d6f6d1f0001") => new(id, Time.GetUtcNow(), Ana, text);

    /// <summary>Advances the clock and delivers delayed signals.</summary>
    public Task PassAsync(TimeSpan span)
    {
        Time.Advance(span);
        return Entities.DeliverDueAsync(Time.GetUtcNow());
    }

    /// <summary>Sends a command to the entity in a signal.</summary>
    public Task SignalAsync(Command command, bool kept = false) =>
        Entities.SignalAsync(ConversationEntity.IdOf(Id), CommandEnvelope.Of(command, kept));

    public async Task<Conversation> ReadAsync() =>
        (await Ledger.ReadAsync(Id, CancellationToken.None)).Conversation
            ?? throw new InvalidOperationException("There is no conversation.");

    public async Task<IReadOnlyList<TimelineItem>> TimelineAsync() =>
        (await Get<TimelinePages>().ReadAsync(Id, 100, null, CancellationToken.None)).Items;

    /// <summary>A conversation in which the customer sent a text and Ana replied. The reply is queued.</summary>
    public async Task<WorkId> WithQueuedMessageAsync(string text = "On my way")
    {
        await SignalAsync(CustomerWrites("Is my boiler done?"));
        var message = AnaWrites(text);
        await SignalAsync(message);
        return new(Id, message.SourceId);
    }

    public async Task<MessageItem> MessageAsync(WorkId work) =>
        (await TimelineAsync()).OfType<MessageItem>().Single(message => message.Id == work.SourceId);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
